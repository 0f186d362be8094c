import { redacted } from './redact-text.ts';

const secretWords =
  /^(.*passwords?|passwd|pwd|passphrases?|tokens?|secrets?|authorization|cookies?|credentials?|(api|access|private)keys?)$/;
const maxDepth = 8;
const maxItems = 100;
const maxText = 16_384;

/** Whether values under this key are never written: `PGPASSWORD`, `set-cookie`, `apiKey` are; `passed` and `secretary` are not. */
export function isSecretKey(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word, at) => secretWords.test(word) || secretWords.test(word + (words[at + 1] ?? '')));
}

/**
 * A plain copy of what is to be logged: bounded in depth and size, safe from cycles and getters that throw, errors with
 * stack and causes, secrets out. `text` redacts one string.
 */
export function copyFields(value: unknown, text: (value: string) => string): unknown {
  const seen = new Set<object>();

  const copy = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value.length > maxText ? `${value.slice(0, maxText)}… (${value.length} characters)` : value);
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'function' || typeof value === 'symbol') return text(String(value).slice(0, 100));
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return '[circular]';
    if (depth > maxDepth) return '[deeper]';
    seen.add(value);
    try {
      return copyObject(value, depth);
    } catch (error) {
      return `[unreadable: ${text(String(error))}]`; // a getter or a proxy threw: the log line matters more than the field
    } finally {
      seen.delete(value);
    }
  };

  const copyObject = (value: object, depth: number): unknown => {
    if (value instanceof Error) return copyError(value, depth);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof URL) return text(value.href);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value)) return copyList(value, depth);
    if (value instanceof Set) return copyList([...value], depth);
    if (value instanceof Map)
      return copyEntries(
        [...value].map(([key, item]) => [String(key), item]),
        depth,
      );
    return copyEntries(Object.entries(value), depth);
  };

  const copyList = (items: unknown[], depth: number): unknown[] => {
    const copied = items.slice(0, maxItems).map((item) => copy(item, depth + 1));
    return items.length > maxItems ? [...copied, `… (${items.length} items)`] : copied;
  };

  const copyEntries = (entries: [string, unknown][], depth: number): Record<string, unknown> =>
    Object.fromEntries(
      entries.slice(0, maxItems).map(([key, item]) => [text(key), isSecret(key, item) ? redacted : copy(item, depth + 1)]),
    );

  /** Name, message, stack and whatever the error carries (code, op, hint, details, errno), then its causes. */
  const copyError = (error: Error, depth: number): Record<string, unknown> => {
    const { name, message, stack, cause } = error;
    const causes = error instanceof AggregateError ? { errors: error.errors } : {};
    return copyEntries(
      [...Object.entries(error), ...Object.entries({ name, message, ...causes, stack, ...(cause === undefined ? {} : { cause }) })],
      depth,
    );
  };

  return copy(value, 0);
}

/** A count of tokens is no token, and `hasPassword: false` tells nothing. */
function isSecret(key: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  if (typeof value === 'number' && /tokens$/i.test(key)) return false;
  return isSecretKey(key);
}
