import type { IncomingHttpHeaders } from 'node:http';
import { Secrets } from './secrets.ts';

/** Who may come in: by a one-time link, a session's cookie or a bearer token. All live as long as the process. */
export class Doors {
  readonly #links = new Secrets(32);
  readonly #sessions = new Secrets(128);
  readonly #tokens = new Secrets(32);
  readonly #cookie: string;

  /** Browsers share cookies between the ports of a host, so each instance names its own. */
  constructor(port: number) {
    this.#cookie = `cofferdam-${port}`;
  }

  /** A secret that opens one session. */
  newLink = (): string => this.#links.mint();

  newToken = (): string => this.#tokens.mint();

  /** The `Set-Cookie` of a new session, or null when the link was used or never given out. */
  openSession(link: string): string | null {
    if (!this.#links.take(link)) return null;
    return `${this.#cookie}=${this.#sessions.mint()}; Path=/; HttpOnly; SameSite=Strict`;
  }

  hasSession(headers: IncomingHttpHeaders): boolean {
    return this.#sessions.has(cookieOf(headers.cookie, this.#cookie));
  }

  hasToken(headers: IncomingHttpHeaders): boolean {
    return this.#tokens.has(/^Bearer ([\w-]{1,100})$/i.exec(headers.authorization ?? '')?.[1]);
  }
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
