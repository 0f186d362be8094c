import { describe, expect, it } from 'vitest';
import { isAppUrl, navigationFor, pageUrl, permissionAllowed } from './navigation.ts';

describe('isAppUrl', () => {
  it.each(['app://cofferdam/', 'app://cofferdam', 'app://cofferdam/backups/01K?x#y'])('is ours: %s', (url) => {
    expect(isAppUrl(url)).toBe(true);
  });

  it.each([
    'app://cofferdam.evil/',
    'app://evil/cofferdam',
    'app://cofferdam:80/',
    'app://user@cofferdam/',
    'https://cofferdam/',
    'file:///opt/index.html',
    'about:blank',
    'data:text/html,x',
    'cofferdam',
    '',
  ])('is not ours: %s', (url) => {
    expect(isAppUrl(url)).toBe(false);
  });
});

describe('pageUrl', () => {
  it('is our page, whatever the route', () => {
    expect(pageUrl('/jobs/01K')).toBe('app://cofferdam/#/jobs/01K');
    expect(isAppUrl(pageUrl('/jobs/01K'))).toBe(true);
  });
});

describe('navigationFor', () => {
  it('stays inside the page', () => {
    expect(navigationFor('app://cofferdam/jobs')).toBe('stay');
  });

  it('sends documentation to the browser', () => {
    expect(navigationFor('https://libvirt.org/formatdomain.html')).toBe('external');
  });

  it.each([
    'http://libvirt.org/',
    'https://libvirt.org.evil.example/',
    'https://evil.example/?https://libvirt.org/',
    'https://user:secret@libvirt.org/',
    'https://libvirt.org:8443/',
    'https://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://libvirt.org/',
    'not a url',
  ])('denies %s', (url) => {
    expect(navigationFor(url)).toBe('deny');
  });
});

describe('permissionAllowed', () => {
  it('lets our page copy text, and nobody else', () => {
    expect(permissionAllowed('clipboard-sanitized-write', 'app://cofferdam/')).toBe(true);
    expect(permissionAllowed('clipboard-sanitized-write', 'https://libvirt.org/')).toBe(false);
  });

  it.each(['clipboard-read', 'notifications', 'media', 'geolocation', 'openExternal', 'fileSystem', 'hid', 'usb', 'fullscreen'])(
    'denies %s even to our page',
    (permission) => {
      expect(permissionAllowed(permission, 'app://cofferdam/')).toBe(false);
    },
  );
});
