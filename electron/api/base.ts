import { mapEventIterator } from '@orpc/client';
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { ApiContext } from './context.ts';
import { isOwnMistake, toWireError } from './errors.ts';

/**
 * What each domain file builds on: the contract with our context, and one place where errors take their outer form.
 * The middleware stands before input and after output validation, so both pass through it.
 */
export const api = implement(contract)
  .$context<ApiContext>()
  .use(async ({ context, path, next }) => {
    const wireError = (error: unknown) => {
      const op = path.join('.');
      const wire = toWireError(error, op);
      if (isOwnMistake(wire)) context.app.log.error('A procedure failed for a reason it does not know', { op, err: error });
      return wire;
    };
    try {
      const result = await next();
      if (!isStream(result.output)) return result;
      return {
        ...result,
        output: mapEventIterator(result.output, { value: async (value) => value, error: async (error) => wireError(error) }),
      };
    } catch (error) {
      throw wireError(error);
    }
  });

const isStream = (output: unknown): output is AsyncIterator<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
