export const redacted = '[redacted]';

// scheme://user:password@host. The password runs to the last @ before the path, so one that holds an @ is covered whole.
const urlPassword = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#:@]*):[^\s/?#]*@/gi;
// https://token@host: over HTTP a lone user name is usually an access token; in ssh://git@host it is a name.
const urlToken = /\b(https?:\/\/)[^\s/?#:@]+@/gi;
const authorization = /\b(Bearer|Authorization:\s*\w+)\s+[\w.~+/=-]+/g;
// Connection strings and query strings: password=… and ?token=…
const assignment = /\b((?:password|passwd|passphrase|pwd|token|secret|api_?key)\s*=\s*)("[^"]*"|'[^']*'|[^\s&;"']+)/gi;

/** Text without the credentials that can be told by their form. */
export const redactForms = (text: string): string =>
  text
    .replace(urlPassword, `$1$2:${redacted}@`)
    .replace(urlToken, `$1${redacted}@`)
    .replace(authorization, `$1 ${redacted}`)
    .replace(assignment, `$1${redacted}`);

/** Every spelling in which a secret may turn up in text. */
export const spellings = (secret: string): string[] =>
  [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])].filter((spelling) => spelling !== '');

/** Text without any of `secrets`. The longest go first: one may contain another. */
export function redactSecrets(text: string, secrets: Iterable<string>): string {
  let result = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) result = result.replaceAll(secret, redacted);
  return result;
}
