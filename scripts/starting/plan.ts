import type { FoundElectron } from './find-electron.ts';

type ReadyElectron = Extract<FoundElectron, { kind: 'ready' }>;

export interface Situation {
  electron: Exclude<FoundElectron, { kind: 'archive' }>;
  env: NodeJS.ProcessEnv;
  root: boolean;
  /** Why Chromium's sandbox can't work here; null when it can. */
  sandboxProblem: string | null;
}

export type StartPlan =
  | { face: 'desktop'; electron: ReadyElectron }
  /** `open`: there is a display on which to open a browser; otherwise the address is printed. */
  | { face: 'browser'; open: boolean; why: string };

/** The desktop app where it can run, the same page in a browser everywhere else. */
export function planStart({ electron, env, root, sandboxProblem }: Situation): StartPlan {
  const display = hasDisplay(env);
  const browser = (why: string): StartPlan => ({ face: 'browser', open: display, why });
  if (!display) return browser('there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)');
  if (electron.kind === 'missing') return browser(electron.why);
  if (root) return browser('Electron does not run as root');
  if (sandboxProblem !== null) return browser(sandboxProblem);
  return { face: 'desktop', electron };
}

/** Command line of `cofferdam` for the browser. The desktop entry's `--back-up` means nothing there. */
export const serveArguments = (open: boolean, args: readonly string[]): string[] => [
  'serve',
  ...(open && !args.includes('--open') ? ['--open'] : []),
  ...args.filter((arg) => arg !== '--back-up'),
];

const hasDisplay = (env: NodeJS.ProcessEnv): boolean => Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);

export interface SandboxFacts {
  /** /proc/sys/kernel/apparmor_restrict_unprivileged_userns: 1 on Ubuntu from 24.04. Null: not there. */
  apparmorRestricts: string | null;
  /** /proc/sys/kernel/unprivileged_userns_clone: 0 on hardened kernels. Null: not there. */
  usernsClone: string | null;
  /** Whether chrome-sandbox beside the executable belongs to root and has its setuid bit. */
  setuidHelper: boolean;
  /** Whether an AppArmor profile names the executable. */
  profile: boolean;
}

/** Electron ends with a trace trap where its sandbox can't start; better said beforehand. */
export function sandboxProblem(facts: SandboxFacts): string | null {
  if (facts.setuidHelper) return null;
  if (facts.usernsClone?.trim() === '0') return "the kernel's unprivileged_userns_clone is 0, which Electron's sandbox needs";
  if (facts.apparmorRestricts?.trim() === '1' && !facts.profile) {
    return "AppArmor keeps Electron's sandbox from starting (the deb and rpm packages install a profile for it)";
  }
  return null;
}
