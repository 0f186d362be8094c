import type { IncomingMessage } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin } from '@orpc/server/node';
import type { ErrorData } from '#shared/errors.ts';
import { router, toWireError } from '../../api/index.ts';
import { securityHeaders } from '../assets/index.ts';
import { answerJson, refuse } from './answer.ts';
import type { RestApi } from './rest.ts';

const maxBodyBytes = 1024 * 1024;

/** The contract as REST, with `/api/openapi.json`. */
export function createRestApi(): RestApi {
  const handler = new OpenAPIHandler(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: maxBodyBytes })],
    // A request without a body asks for the defaults; a procedure without input ignores it.
    clientInterceptors: [(options) => options.next({ ...options, input: options.input ?? {} })],
    customErrorResponseBodyEncoder: (error) => toWireError(error, 'api').data,
  });
  let document: Promise<unknown> | undefined;

  return {
    handle: async (request, response, context) => {
      if (pathOf(request) === '/api/openapi.json' && request.method === 'GET') {
        document ??= describeApi(context.app.info().version);
        return answerJson(response, 200, await document);
      }
      if (hasBody(request) && !isJson(request)) return refuse(request, response, 415, notJson);
      for (const [name, value] of Object.entries(securityHeaders('api'))) response.setHeader(name, value);
      const { matched } = await handler.handle(request, response, { prefix: '/api', context });
      if (!matched) {
        refuse(request, response, 404, {
          code: 'NOT_FOUND',
          message: `There is no ${request.method} ${pathOf(request)}`,
          hint: 'See /api/openapi.json for what there is.',
        });
      }
    },
  };
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const isJson = ({ headers }: IncomingMessage): boolean => /^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '');

// What is sent as anything else would be read as no input at all, and the defaults be taken for what was asked.
const notJson: ErrorData = {
  code: 'INVALID_INPUT',
  message: 'A body must be JSON',
  hint: 'Send it with the header "content-type: application/json".',
};

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').replace(/[?#].*$/s, '');

/** The OpenAPI document. The generator takes a while to load, so only who asks for it pays. */
async function describeApi(version: string): Promise<unknown> {
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }, z, { ErrorData: errorData }] = await Promise.all([
    import('@orpc/openapi'),
    import('@orpc/zod/zod4'),
    import('zod'),
    import('#shared/errors.ts'),
  ]);
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const errorSchema = z.toJSONSchema(errorData, { io: 'output' }) as Record<string, unknown>;
  return generator.generate(router, {
    info: { title: 'Cofferdam', version, description: 'Authenticate with the bearer token that `cofferdam token` prints.' },
    servers: [{ url: '/api' }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    customErrorResponseBodySchema: () => errorSchema,
  });
}
