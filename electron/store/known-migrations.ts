import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';

/** One step of the schema, as its two files say. */
export interface Migration {
  version: number;
  name: string;
  /** The first comment of the up file. */
  description: string;
  /** What going up runs. */
  sql: string;
  /** What going down runs. */
  downSql: string;
  /** SHA-256 of `sql`, lower-case hex. */
  checksum: string;
}

/** Beside this file in the source; the build copies the folder beside the bundle. */
const bundled = new URL('./migrations/', import.meta.url);

const fileName = /^(\d{4})-([a-z0-9-]+)\.(up|down)\.sql$/;

/** The steps this version of Cofferdam knows, from 1 without a gap. @throws INTERNAL when the folder is not as it must be. */
export function knownMigrations(dialect: 'sqlite' = 'sqlite', root: URL = bundled): Migration[] {
  const folder = new URL(`${dialect}/`, root);
  const names = readdirSync(folder).sort();
  const steps = names.flatMap((file) => {
    const [, number, name, direction] = fileName.exec(file) ?? [];
    if (number === undefined || name === undefined) throw broken(`${file} is not named 0001-name.up.sql or 0001-name.down.sql`);
    if (direction === 'down') return [];
    return [readStep(folder, Number(number), name, file)];
  });

  for (const [at, step] of steps.entries()) {
    if (step.version !== at + 1) throw broken(`step ${at + 1} is missing or there twice`);
  }
  if (names.length !== 2 * steps.length) throw broken('a step has only one of its two files');
  return steps;
}

function readStep(folder: URL, version: number, name: string, file: string): Migration {
  const sql = readSql(new URL(file, folder));
  return {
    version,
    name,
    description: /^--\s*(.+)$/m.exec(sql)?.[1]?.trim() ?? name,
    sql,
    downSql: readSql(new URL(file.replace('.up.sql', '.down.sql'), folder)),
    checksum: createHash('sha256').update(sql).digest('hex'),
  };
}

/** With one kind of line ending: a checkout that converts them must not look like an edited step. */
function readSql(file: URL): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch (cause) {
    throw broken(`${file.pathname} can't be read`, cause);
  }
}

const broken = (why: string, cause?: unknown): AppError =>
  new AppError('store.migrations', 'INTERNAL', `The migrations that came with this program are not complete: ${why}`, {
    hint: 'Install Cofferdam again.',
    cause,
  });
