/**
 * Whether a message is one that our own clients send: JSON text with an id and either a call (a path, perhaps a body and a
 * method) or the end of one. Everything else of oRPC's peer protocol (files, forms, streams towards us, headers) is refused
 * before its decoder sees it: it throws where nobody catches.
 */
export function isRequest(data: unknown): data is string {
  if (typeof data !== 'string') return false;
  const message = parse(data);
  if (!isRecord(message) || typeof message['i'] !== 'string' || message['i'].length > longestId) return false;
  const { t: type = call, p: payload } = message;
  if (type === end) return true;
  if (type !== call || !isRecord(payload)) return false;
  const { u: path, m: method = 'POST', h: headers } = payload;
  return typeof path === 'string' && path.startsWith('/') && (method === 'POST' || method === 'GET') && headers === undefined;
}

const call = 1;
const end = 4;
const longestId = 100;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON, so no request either.
    return undefined;
  }
}
