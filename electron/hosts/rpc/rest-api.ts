import type { IncomingMessage } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin } from '@orpc/server/node';
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

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').replace(/[?#].*$/s, '');

/** The OpenAPI document. The generator takes a while to load, so only who asks for it pays. */
async function describeApi(version: string): Promise<unknown> {
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }, z, { ErrorData }] = await Promise.all([
    import('@orpc/openapi'),
    import('@orpc/zod/zod4'),
    import('zod'),
    import('#shared/errors.ts'),
  ]);
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const errorSchema = z.toJSONSchema(ErrorData, { io: 'output' }) as Record<string, unknown>;
  return generator.generate(router, {
    info: { title: 'Cofferdam', version, description: 'Authenticate with the bearer token that `cofferdam token` prints.' },
    servers: [{ url: '/api' }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    customErrorResponseBodySchema: () => errorSchema,
  });
}
