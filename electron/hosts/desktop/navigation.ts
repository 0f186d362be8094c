export const appScheme = 'app';
/** The page's origin: a scheme of our own, so that no `file://` page has any privilege here. */
const appOrigin = `${appScheme}://cofferdam`;

/** Where documentation that we link to lives. What is not here opens nowhere. */
const documentationHosts = new Set([
  'docs.kernel.org',
  'libvirt.org',
  'man7.org',
  'manpages.debian.org',
  'ubuntu.com',
  'wiki.archlinux.org',
  'wiki.debian.org',
  'www.qemu.org',
  'www.sqlite.org',
]);

/** A page of the app; it lives behind `#`, so that changing it loads nothing anew. */
export const pageUrl = (route: string): string => `${appOrigin}/#${route}`;

export type Navigation = 'stay' | 'external' | 'deny';

/** stay: our own page; external: a documentation link, for the browser; deny: anything else. */
export function navigationFor(url: string): Navigation {
  const target = parse(url);
  if (!target) return 'deny';
  if (isAppUrl(url)) return 'stay';
  const plain = target.protocol === 'https:' && target.username === '' && target.password === '' && target.port === '';
  return plain && documentationHosts.has(target.hostname) ? 'external' : 'deny';
}

/** Whether a frame's URL is our page. Compared by parts, since `URL.origin` of an unknown scheme is "null" in Node. */
export function isAppUrl(url: string): boolean {
  const target = parse(url);
  return target?.protocol === `${appScheme}:` && target.host === 'cofferdam' && target.username === '' && target.password === '';
}

/**
 * All are denied but one: *Copy* buttons write text to the clipboard after a click. Chromium asks for it with the
 * page's origin; reading the clipboard is another permission.
 */
export const permissionAllowed = (permission: string, requestingUrl: string): boolean =>
  permission === 'clipboard-sanitized-write' && isAppUrl(requestingUrl);

const parse = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);
