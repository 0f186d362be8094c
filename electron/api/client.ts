import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Contract } from '#shared/contract/index.ts';
import type { ApiContext } from './context.ts';
import { router } from './router.ts';

/** What a face calls, the same in this process as over a socket. */
export type Client = ContractRouterClient<Contract>;

/** Calls the router in this process, through the same validation and error forms as from outside. */
export const createLocalClient = (context: ApiContext): Client => createRouterClient(router, { context });
