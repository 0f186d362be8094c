import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiContext } from '../../api/index.ts';

export interface RestApi {
  /** Answers any request below `/api`. */
  handle(request: IncomingMessage, response: ServerResponse, context: ApiContext): Promise<void>;
}

/** The REST side of the contract, loaded with its first request: a page that uses the WebSocket never needs it. */
export function createRest(): RestApi {
  let loading: Promise<RestApi> | undefined;
  return {
    handle: async (request, response, context) => {
      loading ??= import('./rest-api.ts').then(({ createRestApi }) => createRestApi());
      await (await loading).handle(request, response, context);
    },
  };
}
