export { startDesktop } from './start.ts';
