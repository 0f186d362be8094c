import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** What a `Host` header may say when we listen on `host`: names that no attacker's DNS answer can carry (rebinding). */
export function allowedHosts(host: string, port: number, ownAddresses: readonly string[] = []): ReadonlySet<string> {
  const wildcard = host === '0.0.0.0' || host === '::';
  const names = ['127.0.0.1', 'localhost', '::1', ...(wildcard ? ownAddresses : [host])].map((name) =>
    isIP(name) === 6 ? `[${name}]` : name.toLowerCase(),
  );
  const withPort = names.map((name) => `${name}:${port}`);
  // Browsers leave out the port that the scheme implies.
  return new Set(port === 80 ? [...withPort, ...names] : withPort);
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  upgrade: boolean;
  /** It carries a valid bearer token, which no browser adds by itself. */
  bearer: boolean;
}

/** Why a request does not come from our own page or a program with a token; null when it may go on. */
export function refusalOf(asked: Asked, hosts: ReadonlySet<string>): string | null {
  const { host, origin } = asked.headers;
  if (host === undefined || !hosts.has(host.toLowerCase())) return 'This address is not one that Cofferdam answers to';
  if (origin !== undefined) {
    if (origin.toLowerCase() !== `http://${host.toLowerCase()}`) return 'This request comes from another site';
  } else if (!asked.bearer && (asked.upgrade || !isReading(asked.method))) {
    return 'This request does not say where it comes from';
  }
  const site = asked.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return null;
  // Another page may link to us, no more: following a link is a navigation and reads the page, never the data.
  if (isFollowedLink(asked)) return null;
  return 'This request comes from another site';
}

/** As a page of its own: a frame of another site has nothing to show of us. */
const isFollowedLink = ({ method, path, headers }: Asked): boolean =>
  headers['sec-fetch-mode'] === 'navigate' &&
  (headers['sec-fetch-dest'] ?? 'document') === 'document' &&
  isReading(method) &&
  !path.startsWith('/api/');

export const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD';
