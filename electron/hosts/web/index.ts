export { isLoopback } from './guard.ts';
export { startWebHost, type WebHost, type WebHostOptions } from './web-host.ts';
