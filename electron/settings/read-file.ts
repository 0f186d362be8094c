import { type FileHandle, open } from 'node:fs/promises';
import type * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { Settings } from '#shared/contract/settings.ts';
import { ioError, isErrno } from '../files/index.ts';

export type RawSettings = Record<string, unknown>;

/** What lies at the settings path. `raw` is the document as written; `settings` has every default filled in. */
export type SettingsReading =
  | { kind: 'absent' }
  | { kind: 'good'; raw: RawSettings; settings: Settings }
  | { kind: 'broken'; why: string }
  | { kind: 'unreadable'; error: AppError };

/** No settings file is that big; reading one into memory would stop the start. */
const maxBytes = 1024 * 1024;

export async function readSettingsFile(path: string): Promise<SettingsReading> {
  let text: string;
  try {
    const file = await open(path, 'r');
    try {
      const found = await readText(file);
      if (found.kind === 'broken') return found;
      text = found.text;
    } finally {
      await file.close();
    }
  } catch (error) {
    return isErrno(error, 'ENOENT') ? { kind: 'absent' } : { kind: 'unreadable', error: unreadable(path, error) };
  }
  return parseSettings(text);
}

async function readText(file: FileHandle): Promise<{ kind: 'text'; text: string } | { kind: 'broken'; why: string }> {
  const { size } = await file.stat();
  if (size > maxBytes) return { kind: 'broken', why: `it has ${size} bytes, far more than settings can have` };
  const bytes = await file.readFile();
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }; // takes a byte order mark off, too
  } catch {
    return { kind: 'broken', why: 'it is not UTF-8 text' }; // the decoder's message says no more
  }
}

export function parseSettings(text: string): SettingsReading {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return {
      kind: 'broken',
      why: text.trim() === '' ? 'it is empty' : `it is not JSON (${error instanceof Error ? error.message : String(error)})`,
    };
  }
  const parsed = Settings.safeParse(raw);
  if (!parsed.success) return { kind: 'broken', why: describeIssues(parsed.error) };
  return { kind: 'good', raw: raw as RawSettings, settings: parsed.data };
}

/** `backup.compressionLevel: Too big: …; log.level: …` */
export const describeIssues = (error: z.ZodError): string =>
  error.issues.map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message)).join('; ');

function unreadable(path: string, cause: unknown): AppError {
  const known = ioError('settings.read', cause, path);
  const code = known instanceof AppError ? known.code : 'IO';
  return new AppError('settings.read', code, `The settings can't be read, so defaults are in force: ${known.message}`, {
    hint: 'Nothing was changed. Make the file readable for this user, then restart; until then settings can’t be saved.',
    details: { path },
    cause,
  });
}
