import { describe, expect, it } from 'vitest';
import { contentTypeOf } from './content-type.ts';
import { contentSecurityPolicy, securityHeaders } from './headers.ts';

const directives = new Map(contentSecurityPolicy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]));

describe('contentSecurityPolicy', () => {
  it('denies what it does not name', () => {
    expect(directives.get('default-src')).toEqual(["'none'"]);
  });

  it('runs only our own script files', () => {
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('lets no script turn text into markup', () => {
    expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
    expect(directives.get('trusted-types')).toEqual(["'none'"]);
  });

  it.each(['base-uri', 'form-action', 'frame-ancestors', 'object-src'])(
    'closes %s, which default-src does not cover or a page could loosen',
    (name) => {
      expect(directives.get(name)).toEqual(["'none'"]);
    },
  );
});

describe('securityHeaders', () => {
  it.each(['page', 'asset', 'file', 'api'] as const)('is complete for %s', (kind) => {
    expect(securityHeaders(kind)).toMatchObject({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
  });

  it('lets nothing with data in it be stored', () => {
    expect(securityHeaders('api')['cache-control']).toBe('no-store');
    expect(securityHeaders('page')['cache-control']).toBe('no-cache');
    expect(securityHeaders('file')['cache-control']).toBe('no-cache');
    expect(securityHeaders('asset')['cache-control']).toContain('immutable');
  });
});

describe('contentTypeOf', () => {
  it.each([
    ['/r/index.html', 'text/html; charset=utf-8'],
    ['/r/assets/a.JS', 'text/javascript; charset=utf-8'],
    ['/r/a.css', 'text/css; charset=utf-8'],
    ['/r/a.svg', 'image/svg+xml'],
    ['/r/a.woff2', 'font/woff2'],
  ])('knows %s', (path, type) => {
    expect(contentTypeOf(path)).toBe(type);
  });

  it.each(['/r/a.exe', '/r/a', '/r/a.toString', '/r/.js.'])('takes %s for bytes', (path) => {
    expect(contentTypeOf(path)).toBe('application/octet-stream');
  });
});
