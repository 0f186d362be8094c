import { defaultSettings, type SettingsPatch, type SettingsView } from '#shared/contract/settings.ts';
import { withClient } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { usage } from '../report-error.ts';
import { fields } from '../text/table.ts';

export const showSettings = (context: CliContext): Promise<void> =>
  withClient(context, async ({ client }) => {
    context.output.result(await client.settings.get(), settingsText);
  });

export async function setSetting(context: CliContext, key: string, text: string): Promise<void> {
  const patch = settingsPatch(key, text);
  await withClient(context, async ({ client }) => {
    context.output.result(await client.settings.update(patch), settingsText);
  });
}

/** Pure: `log.level debug` as a change. The value's type is that of the default; the contract checks the rest. */
export function settingsPatch(key: string, text: string): SettingsPatch {
  const known = flatten(defaultSettings());
  const example = known.get(key);
  if (example === undefined) throw usage(`There is no setting ${key}`, `There is ${[...known.keys()].join(', ')}.`);
  const [group = '', name = ''] = key.split('.', 2);
  return { [group]: { [name]: parseLike(example, key, text) } };
}

function parseLike(example: unknown, key: string, text: string): unknown {
  if (typeof example === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw usage(`${key} is true or false`);
  }
  if (typeof example !== 'number') return text;
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw usage(`${key} is a number`);
  return number;
}

const settingsText = ({ settings, path, problem }: SettingsView): string =>
  [
    fields([...flatten(settings)].map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const)),
    '',
    `from ${path}`,
    ...(problem === null ? [] : [`warning: ${problem.message}`]),
  ].join('\n');

function flatten(value: object, prefix = ''): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, inner] of Object.entries(value)) {
    const key = `${prefix}${name}`;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) found.set(key, inner);
    else for (const [deeper, leaf] of flatten(inner, `${key}.`)) found.set(deeper, leaf);
  }
  return found;
}
