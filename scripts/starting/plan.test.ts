import { describe, expect, it } from 'vitest';
import { planStart, type SandboxFacts, sandboxProblem, serveArguments, type Situation } from './plan.ts';

const electron = { kind: 'ready', path: '/e/electron' } as const;
const desktop: Situation = { electron, env: { WAYLAND_DISPLAY: 'wayland-0' }, root: false, sandboxProblem: null };

describe('planStart', () => {
  it.each([{ WAYLAND_DISPLAY: 'wayland-0' }, { DISPLAY: ':0' }])('opens the desktop app with %j', (env) => {
    expect(planStart({ ...desktop, env })).toEqual({ face: 'desktop', electron });
  });

  it('prints the address where there is no display', () => {
    expect(planStart({ ...desktop, env: {} })).toMatchObject({ face: 'browser', open: false });
    expect(planStart({ ...desktop, env: { DISPLAY: '' } })).toMatchObject({ face: 'browser', open: false });
  });

  it.each<[string, Partial<Situation>]>([
    ['the runtime of Electron 45 is not here', { electron: { kind: 'missing', why: 'the runtime of Electron 45 is not here' } }],
    ['Electron does not run as root', { root: true }],
    ['AppArmor', { sandboxProblem: 'AppArmor' }],
  ])('opens the browser and says why: %s', (why, changes) => {
    expect(planStart({ ...desktop, ...changes })).toEqual({ face: 'browser', open: true, why });
  });

  it('gives each reason in one line', () => {
    const plan = planStart({ ...desktop, env: {} });
    expect(plan.face === 'browser' && plan.why).not.toContain('\n');
  });
});

describe('serveArguments', () => {
  it('passes what it was given', () => {
    expect(serveArguments(true, ['--home', '/h', '--port', '0'])).toEqual(['serve', '--open', '--home', '/h', '--port', '0']);
    expect(serveArguments(false, [])).toEqual(['serve']);
  });

  it('says nothing twice and nothing that only the desktop knows', () => {
    expect(serveArguments(true, ['--open', '--back-up'])).toEqual(['serve', '--open']);
  });
});

describe('sandboxProblem', () => {
  const free: SandboxFacts = { apparmorRestricts: null, usernsClone: null, setuidHelper: false, profile: false };

  it('sees none on an ordinary kernel', () => {
    expect(sandboxProblem(free)).toBeNull();
    expect(sandboxProblem({ ...free, apparmorRestricts: '0\n', usernsClone: '1\n' })).toBeNull();
  });

  it('sees what Ubuntu restricts, unless a profile allows it', () => {
    expect(sandboxProblem({ ...free, apparmorRestricts: '1\n' })).toContain('AppArmor');
    expect(sandboxProblem({ ...free, apparmorRestricts: '1\n', profile: true })).toBeNull();
  });

  it('sees a kernel without user namespaces', () => {
    expect(sandboxProblem({ ...free, usernsClone: '0\n' })).toContain('unprivileged_userns_clone');
  });

  it('needs neither where the setuid helper is installed', () => {
    expect(sandboxProblem({ apparmorRestricts: '1', usernsClone: '0', setuidHelper: true, profile: false })).toBeNull();
  });
});
