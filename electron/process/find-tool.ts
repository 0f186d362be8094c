import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { childEnvironment } from './environment.ts';

/** The absolute path of a program as `run` would find it, or null. A name with a slash is taken as a path. */
export async function findTool(name: string, env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  if (name.includes('/')) return (await isProgram(name)) ? name : null;
  for (const folder of (childEnvironment({}, env)['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, name);
    if (await isProgram(candidate)) return candidate;
  }
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false; // not there, or not for us: either way it can't be run
  }
}
