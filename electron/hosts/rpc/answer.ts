import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorData } from '#shared/errors.ts';
import { contentSecurityPolicy, securityHeaders } from '../assets/index.ts';

/** Sends one JSON document that no cache keeps. */
export function answerJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...securityHeaders('api'),
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  });
  response.end(text);
}

/** Says no: a plain page to a person's browser, the error as data to a program. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  error: ErrorData,
  headers: Record<string, string> = {},
): void {
  // The body was not read, so the connection can't carry another request.
  if (!request.complete) response.setHeader('connection', 'close');
  if (!wantsPage(request)) return answerJson(response, status, error, headers);
  const page = renderPage(error);
  response.writeHead(status, {
    ...securityHeaders('api'),
    'content-security-policy': pagePolicy,
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(Buffer.byteLength(page)),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : page);
}

const wantsPage = (request: IncomingMessage): boolean =>
  (request.headers.accept ?? '').includes('text/html') && !(request.url ?? '').startsWith('/api/');

// The page must stand alone: whoever sees it may have no session that a style sheet could be read with.
const style = [
  ':root{color-scheme:light dark}',
  'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto 0;padding:0 1.5rem}',
  'h1{font-size:1.25rem}',
  'code{font:0.9em ui-monospace,monospace;padding:0.1em 0.3em;border:1px solid;border-radius:4px}',
].join('');
const styleHash = createHash('sha256').update(style).digest('base64');
const pagePolicy = contentSecurityPolicy
  .replace(/script-src [^;]*/, "script-src 'none'")
  .replace(/style-src [^;]*/, `style-src 'sha256-${styleHash}'`);

const renderPage = ({ message, hint }: ErrorData): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Cofferdam</title><style>${style}</style></head>
<body>
<main>
<h1>${escapeHtml(message)}</h1>
${hint === undefined ? '' : `<p>${withCode(escapeHtml(hint))}</p>`}
</main>
</body>
</html>
`;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Back-quoted words are commands to type. */
const withCode = (html: string): string => html.replace(/`([^`]+)`/g, '<code>$1</code>');
