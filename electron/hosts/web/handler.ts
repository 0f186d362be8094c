import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorData } from '#shared/errors.ts';
import type { ApiContext } from '../../api/index.ts';
import { securityHeaders } from '../assets/index.ts';
import { createRest, refuse, refuseUpgrade, type RpcSocket } from '../rpc/index.ts';
import type { Doors } from './doors.ts';
import { isReading, refusalOf } from './guard.ts';
import type { StaticFiles } from './static-files.ts';

export interface HandlerParts {
  hosts: ReadonlySet<string>;
  doors: Doors;
  files: StaticFiles;
  rpc: RpcSocket;
  context: () => ApiContext | null;
  /** Whether another user of this machine is at the other end. */
  isStranger: (socket: Duplex) => Promise<boolean>;
}

/** What the web host answers, in order: who is there, is it ours to answer, a link to redeem, a known visitor, data, the page. */
export function createHandler({ hosts, doors, files, rpc, context, isStranger }: HandlerParts) {
  const rest = createRest();

  const answerApi = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = context();
    if (at === null) return refuse(request, response, 503, restarting, { 'retry-after': '1' });
    await rest.handle(request, response, at);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await isStranger(request.socket)) return refuse(request, response, 403, stranger, { connection: 'close' });
    const url = request.url ?? '/';
    const path = url.replace(/[?#].*$/s, '');
    const method = request.method ?? 'GET';
    const isApi = path.startsWith('/api/');
    const bearer = isApi && doors.hasToken(request.headers);

    const reason = refusalOf({ method, path, headers: request.headers, upgrade: false, bearer }, hosts);
    if (reason !== null) return refuse(request, response, 403, { code: 'PERMISSION_DENIED', message: reason });

    const link = path === '/' ? new URLSearchParams(url.slice(path.length + 1)).get('token') : null;
    if (link !== null && method === 'GET') return redeem(request, response, link);
    if (!bearer && !doors.hasSession(request.headers)) return refuse(request, response, 401, noSession);
    if (isApi) return answerApi(request, response);
    if (!isReading(method)) return refuse(request, response, 405, notAllowed, { allow: 'GET, HEAD' });
    if (await files.serve(request, response, path)) return;
    refuse(request, response, 404, path === '/' ? notBuilt : { code: 'NOT_FOUND', message: 'There is no such page' });
  };

  const redeem = (request: IncomingMessage, response: ServerResponse, link: string): void => {
    // A browser that loads a link ahead of its reader would use it up.
    if (/prefetch|preview/.test(String(request.headers['sec-purpose'] ?? request.headers['purpose'] ?? ''))) {
      return refuse(request, response, 503, { code: 'BUSY', message: 'This link opens when it is followed' });
    }
    const cookie = doors.openSession(link);
    if (cookie === null && !doors.hasSession(request.headers)) return refuse(request, response, 401, usedLink);
    sendHome(request, response, cookie);
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on('error', () => socket.destroy());
    if (await isStranger(socket)) return refuseUpgrade(socket, 403);
    const asked = { method: request.method ?? 'GET', path: request.url ?? '/', headers: request.headers, upgrade: true, bearer: false };
    if (refusalOf(asked, hosts) !== null) return refuseUpgrade(socket, 403);
    if (!doors.hasSession(request.headers)) return refuseUpgrade(socket, 401);
    if (request.url !== '/rpc') return refuseUpgrade(socket, 404);
    rpc.upgrade(request, socket, head);
  };

  return { handle, upgrade };
}

/** To the page, without the link in the address bar and the history. */
function sendHome(request: IncomingMessage, response: ServerResponse, cookie: string | null): void {
  const headers = { ...securityHeaders('api'), ...(cookie === null ? {} : { 'set-cookie': cookie }) };
  // After a link on another site the whole chain of redirects counts as cross-site, and a strict cookie stays behind.
  // A page of our own that goes on by itself breaks the chain.
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Cofferdam</title><a href="/">Open Cofferdam</a>');
    return;
  }
  response.writeHead(303, { ...headers, location: '/' }).end();
}

const stranger: ErrorData = {
  code: 'PERMISSION_DENIED',
  message: 'This connection comes from another user of this machine',
  hint: 'Open it as the user that Cofferdam runs as; a tunnel or a proxy has to run as that user or as root.',
};
const noSession: ErrorData = {
  code: 'PERMISSION_DENIED',
  message: 'This browser has no session with Cofferdam',
  hint: 'Run `cofferdam open` in a terminal to get a link that opens one. Sessions end when Cofferdam is stopped.',
};
const usedLink: ErrorData = {
  code: 'PERMISSION_DENIED',
  message: 'This link was used already, is older than an hour, or is from an earlier start',
  hint: 'Each link works once. Run `cofferdam open` in a terminal to get a new one.',
};
const notAllowed: ErrorData = { code: 'UNSUPPORTED', message: 'Pages can only be read' };
const notBuilt: ErrorData = {
  code: 'NOT_FOUND',
  message: 'The page is not built',
  hint: 'Run `npm run build`, then reload. The command line and /api work without it.',
};
const restarting: ErrorData = { code: 'BUSY', message: 'Cofferdam is restarting', hint: 'Try again in a moment.' };
