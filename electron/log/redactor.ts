import { copyFields } from './copy-fields.ts';
import { redactForms, redactSecrets, spellings } from './redact-text.ts';

export interface Redactor {
  /** From now on this string appears in no log line and no shown command. The returned function forgets it again. */
  add(secret: string): () => void;
  /** `text` without registered secrets, `secrets`, and credentials that can be told by their form. */
  text(text: string, secrets?: readonly string[]): string;
  /** A plain copy for logging, see `copyFields`. */
  value(value: unknown): unknown;
}

export function createRedactor(): Redactor {
  // Counted, because two users of one secret may let go of it at different times.
  const known = new Map<string, number>();

  const change = (secret: string, by: 1 | -1): void => {
    for (const spelling of spellings(secret)) {
      const count = (known.get(spelling) ?? 0) + by;
      if (count > 0) known.set(spelling, count);
      else known.delete(spelling);
    }
  };

  const redactor: Redactor = {
    add(secret) {
      change(secret, 1);
      let held = true;
      return () => {
        if (held) change(secret, -1);
        held = false;
      };
    },
    text: (text, secrets = []) => redactForms(redactSecrets(text, [...known.keys(), ...secrets.flatMap(spellings)])),
    value: (value) => copyFields(value, (text) => redactor.text(text)),
  };
  return redactor;
}

/** The process's one redactor: what is registered here is kept out of the log and out of shown commands. */
export const redactor = createRedactor();
