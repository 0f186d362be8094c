/** page: the one HTML document; asset: a hashed file of the build; file: any other of it; api: an answer with somebody's data in it. */
export type ResponseKind = 'page' | 'asset' | 'file' | 'api';

/**
 * One policy for the browser and the desktop. Styles that scripts set through the CSSOM, as React does, need no exception;
 * `'self'` in `connect-src` covers the WebSocket of the same origin (CSP level 3).
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  // Text becomes neither markup nor a script's address; React needs neither.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const cacheControl: Record<ResponseKind, string> = {
  // The page names the hashed assets of its build, so it must be asked for again after an update.
  page: 'no-cache',
  file: 'no-cache',
  // The name carries a hash of the content.
  asset: 'public, max-age=31536000, immutable',
  api: 'no-store',
};

/** Headers that every answer carries, whatever the host. Lower-case names. */
export const securityHeaders = (kind: ResponseKind): Record<string, string> => ({
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  'cache-control': cacheControl[kind],
});
