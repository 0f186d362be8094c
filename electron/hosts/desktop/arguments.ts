import { parseArgs } from 'node:util';

/** What a start asks for. Chromium's own switches share the command line and are not ours to judge. */
export interface DesktopArguments {
  /** `--home DIR` */
  home: string | undefined;
  /** `--back-up`: the desktop entry's action; also handed over by a second start. */
  backUp: boolean;
}

/** @param argv as in `process.argv`: the first is the program, the second may be the app's folder. */
export function parseArguments(argv: readonly string[]): DesktopArguments {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { home: { type: 'string' }, 'back-up': { type: 'boolean', default: false } },
    strict: false,
    allowPositionals: true,
  });
  const home = values['home'];
  return { home: typeof home === 'string' && home !== '' ? home : undefined, backUp: values['back-up'] === true };
}

/**
 * How the app starts itself again. An action that was carried out is not repeated. An AppImage is mounted anew at
 * each start, so its file is started and not the program inside, which is gone by then.
 */
export function relaunchOptions(argv: readonly string[], env: NodeJS.ProcessEnv): { args: string[]; execPath?: string } {
  const args = argv.slice(1).filter((arg) => arg !== '--back-up');
  const image = env['APPIMAGE'];
  return image ? { args, execPath: image } : { args };
}
