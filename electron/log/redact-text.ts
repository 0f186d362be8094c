export const redacted = '[redacted]';

// scheme://user:password@host. The password runs to the last @ before the path, so one that holds an @ is covered whole.
const urlPassword = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#:@]*):[^\s/?#]*@/gi;
// https://token@host: over HTTP a lone user name is usually an access token; in ssh://git@host it is a name.
const urlToken = /\b(https?:\/\/)[^\s/?#:@]+@/gi;
const authorization = /\b(Bearer|Authorization:\s*\w+)\s+[\w.~+/=-]+/g;
// As HTTP clients and Node print the same headers; a word after "bearer" in a sentence is shorter.
const header = /\b(bearer\s+|authorization:\s*\w+\s+|(?:set-)?cookie:\s*[\w-]+=)[\w.~+/=%-]{16,}/gi;
// Connection strings, query strings, variables and options: password=…, ?token=…, PGPASSWORD=…, --client-secret=…
const names = 'password|passwd|passphrase|pwd|token|secret|api[_-]?key|access[_-]?key|private[_-]?key';
const assignment = new RegExp(`((?:${names})\\s*=\\s*)("[^"]*"|'[^']*'|[^\\s&;"']+)`, 'gi');
// JSON, also where it is quoted once more.
const property = new RegExp(`((?:${names})\\\\?["']\\s*:\\s*\\\\?["'])[^"'\\\\]+`, 'gi');
const privateKey = /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-]*(-----END|$)/g;

/** Text without the credentials that can be told by their form. */
export const redactForms = (text: string): string =>
  text
    .replace(urlPassword, `$1$2:${redacted}@`)
    .replace(urlToken, `$1${redacted}@`)
    .replace(authorization, `$1 ${redacted}`)
    .replace(header, `$1${redacted}`)
    .replace(assignment, `$1${redacted}`)
    .replace(property, `$1${redacted}`)
    .replace(privateKey, `$1${redacted}$2`);

/** Every spelling in which a secret may turn up in text. */
export const spellings = (secret: string): string[] =>
  [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])].filter((spelling) => spelling !== '');

/** Text without any of `secrets`. The longest go first: one may contain another. */
export function redactSecrets(text: string, secrets: Iterable<string>): string {
  let result = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) result = result.replaceAll(secret, redacted);
  return result;
}
