export { isLoopback } from './guard.ts';
export { startWebHost, type WebHost } from './web-host.ts';
