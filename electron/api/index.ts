export { type Client, createLocalClient } from './client.ts';
export type { ApiContext } from './context.ts';
export { clientError, toWireError } from './errors.ts';
export { router } from './router.ts';
export { AppSlot } from './slot.ts';
