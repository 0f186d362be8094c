import type { IncomingHttpHeaders } from 'node:http';
import { Secrets } from './secrets.ts';

/** Printed links stay in terminals, journals and process lists; whoever comes later asks for a new one. */
const linkLifeMs = 60 * 60_000;

/** Who may come in: by a one-time link, a session's cookie or a bearer token. The latter two live as long as the process. */
export class Doors {
  readonly #links = new Secrets(32, linkLifeMs);
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
    // All of that name: another port of this host can set one for a longer path, which then comes first.
    return cookiesOf(headers.cookie, this.#cookie).some((secret) => this.#sessions.has(secret));
  }

  hasToken(headers: IncomingHttpHeaders): boolean {
    return this.#tokens.has(/^Bearer ([\w-]{1,100})$/i.exec(headers.authorization ?? '')?.[1]);
  }
}

const cookiesOf = (header: string | undefined, name: string): string[] =>
  (header ?? '').split(';').flatMap((pair) => {
    const [key, value] = pair.trim().split('=', 2);
    return key === name && value !== undefined ? [value] : [];
  });
