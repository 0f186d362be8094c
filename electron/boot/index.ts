export type { App } from './app.ts';
export { type Home, homeAt, resolveHome } from './home.ts';
export { startApp, type StartOptions } from './start.ts';
