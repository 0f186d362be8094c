import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorData } from '#shared/errors.ts';
import { securityHeaders } from '../assets/index.ts';

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
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(Buffer.byteLength(page)),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : page);
}

const wantsPage = (request: IncomingMessage): boolean =>
  (request.headers.accept ?? '').includes('text/html') && !(request.url ?? '').startsWith('/api/');

// Style attributes only: the content security policy allows no inline style sheet.
const renderPage = ({ message, hint }: ErrorData): string => `<!doctype html>
<html lang="en" style="color-scheme: light dark">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Cofferdam</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem">
<main>
<h1 style="font-size: 1.25rem">${escapeHtml(message)}</h1>
${hint === undefined ? '' : `<p>${withCode(escapeHtml(hint))}</p>`}
</main>
</body>
</html>
`;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Back-quoted words are commands to type. */
const withCode = (html: string): string =>
  html.replace(
    /`([^`]+)`/g,
    '<code style="font: 0.9em ui-monospace, monospace; padding: 0.1em 0.3em; border: 1px solid; border-radius: 4px">$1</code>',
  );
