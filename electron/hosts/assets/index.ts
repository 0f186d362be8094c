export { contentTypeOf } from './content-type.ts';
export { contentSecurityPolicy, type ResponseKind, securityHeaders } from './headers.ts';
export { type Asset, resolveAsset } from './resolve.ts';
