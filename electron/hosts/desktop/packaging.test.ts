import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arch, build, Packager, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTool } from '../../process/index.ts';
import { appId, desktopFile } from './identity.ts';

const root = join(import.meta.dirname, '../../..');
const at = (...parts: string[]): string => join(root, ...parts);

/** electron-builder.yml as electron-builder reads it, checked against its own schema. */
async function loadConfiguration() {
  const packager = new Packager({ projectDir: root });
  await packager.validateConfig();
  return packager.config;
}

interface Package {
  /** What fpm would be called with. */
  args: string[];
  desktopEntry: string;
  afterInstall: string;
  afterRemove: string;
}

let folder: string;
let configuration: Awaited<ReturnType<typeof loadConfiguration>>;
const packages: Package[] = [];

/** electron-builder goes through every step for the deb and the rpm but the last: it stops before it starts fpm. */
beforeAll(async () => {
  configuration = await loadConfiguration();
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-packaging-'));
  mkdirSync(join(folder, 'resources'));
  await build({
    projectDir: root,
    prepackaged: folder,
    targets: Platform.LINUX.createTarget(['deb', 'rpm'], Arch.x64),
    publish: 'never',
    config: { directories: { output: join(folder, 'out') } },
    effectiveOptionComputed: ([args, desktop]: [string[], string]) => {
      const script = (flag: string): string => readFileSync(args[args.indexOf(flag) + 1] ?? '', 'utf8');
      packages.push({
        args,
        desktopEntry: readFileSync(desktop, 'utf8'),
        afterInstall: script('--after-install'),
        afterRemove: script('--after-remove'),
      });
      return Promise.resolve(true);
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('electron-builder.yml', () => {
  it('sets every fuse there is', () => {
    expect(configuration.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('builds a deb, an rpm and an AppImage', () => {
    expect(configuration.linux?.target).toEqual(['deb', 'rpm', 'AppImage']);
  });

  it('goes by the name that the program gives itself', () => {
    expect(configuration.appId).toBe(appId);
    expect(configuration.extraMetadata).toMatchObject({ desktopName: desktopFile });
  });

  it('keeps native code outside the archive', () => {
    expect(configuration.asar).toBe(true);
    expect(configuration.asarUnpack).toEqual(['**/*.node']);
  });

  it('ships of node_modules only what the bundle leaves out', () => {
    const sets = [configuration.files].flat().flatMap((set) => (set !== null && typeof set === 'object' ? [set.filter].flat() : [set]));
    const files = sets.filter((pattern) => typeof pattern === 'string');
    expect(files).toContain('!node_modules/**');
    expect(files.filter((entry) => /^node_modules\/(?!better-sqlite3\/)/.test(entry))).toEqual([]);
  });

  it('takes extra resources from where they are', () => {
    const sources = [configuration.extraResources]
      .flat()
      .flatMap((entry) => (typeof entry === 'object' && entry?.from ? [entry.from] : []));
    expect(sources.length).toBeGreaterThan(4);
    const missing = sources.map((path) => path.replace('${arch}', process.arch)).filter((path) => path !== 'dist' && !existsSync(at(path)));
    expect(missing).toEqual([]);
  });
});

describe('the deb and the rpm', () => {
  it('are both made', () => {
    expect(packages.map(({ args }) => args[args.indexOf('--package') + 1]?.split('.').at(-1))).toEqual(['deb', 'rpm']);
  });

  it('install the systemd user unit and icons of every size', () => {
    for (const { args } of packages) {
      expect(args).toContain('resources/systemd/cofferdam.service=/usr/lib/systemd/user/cofferdam.service');
      for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
        expect(args.some((arg) => arg.endsWith(`/hicolor/${size}x${size}/apps/cofferdam-desktop.png`))).toBe(true);
      }
      expect(args.some((arg) => arg.endsWith(`=/usr/share/applications/${desktopFile}`))).toBe(true);
    }
  });

  it('carry the AppArmor profile of the program they install', () => {
    const profile = readFileSync(join(folder, 'resources/apparmor-profile'), 'utf8');
    expect(profile).toBe(readFileSync(at('resources/apparmor/cofferdam'), 'utf8'));
    expect(profile).toContain('profile cofferdam /opt/Cofferdam/cofferdam-desktop flags=(unconfined)');
    expect(profile).toMatch(/^\s+userns,$/m);
    expect(packages.every(({ args }) => args.includes(`${folder}/=/opt/Cofferdam`))).toBe(true);
  });

  it('run scripts that a shell understands', () => {
    for (const { afterInstall, afterRemove } of packages) {
      for (const script of [afterInstall, afterRemove]) expect(() => execFileSync('sh', ['-n'], { input: script })).not.toThrow();
    }
  });

  it.each(['upgrade', '1', 'failed-upgrade'])('remove nothing on "%s", which is an upgrade', (word) => {
    const [{ afterRemove } = { afterRemove: '' }] = packages;
    const beyond = afterRemove.replace('\nfor link in', '\necho went on; exit 0\nfor link in');
    expect(execFileSync('sh', ['-s', word], { input: beyond, encoding: 'utf8' })).toBe('');
    expect(execFileSync('sh', ['-s', 'remove'], { input: beyond, encoding: 'utf8' })).toBe('went on\n');
  });
});

describe('the desktop entry', () => {
  const groups = (): Map<string, Map<string, string>> => {
    const found = new Map<string, Map<string, string>>();
    let group = new Map<string, string>();
    for (const line of packages[0]?.desktopEntry.trim().split('\n') ?? []) {
      const heading = /^\[(.+)\]$/.exec(line)?.[1];
      if (heading !== undefined) found.set(heading, (group = new Map()));
      else if (line !== '') group.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));
    }
    return found;
  };

  it('names, describes and starts the app', () => {
    const entry = groups().get('Desktop Entry');
    expect(Object.fromEntries(entry ?? [])).toMatchObject({
      Type: 'Application',
      Name: 'Cofferdam',
      Exec: '/opt/Cofferdam/cofferdam-desktop %U',
      Icon: 'cofferdam-desktop',
      Terminal: 'false',
      StartupWMClass: appId,
      Categories: 'Utility;Archiving;',
    });
    expect(entry?.get('Comment')).toMatch(/^Disposable virtual machines/);
  });

  it('has a group for each action it announces', () => {
    const announced = groups().get('Desktop Entry')?.get('Actions')?.split(';').filter(Boolean) ?? [];
    expect(announced).toEqual(['back-up']);
    for (const action of announced)
      expect(groups().get(`Desktop Action ${action}`)?.get('Exec')).toMatch(/^\/opt\/Cofferdam\/cofferdam-desktop --/);
  });

  it('is valid for desktop-file-validate too, where that is installed', async () => {
    if ((await findTool('desktop-file-validate')) === null) return;
    const path = join(folder, desktopFile);
    writeFileSync(path, packages[0]?.desktopEntry ?? '');
    expect(() => execFileSync('desktop-file-validate', [path])).not.toThrow();
  });
});

describe('resources', () => {
  it('start the packaged command line from wherever it is linked', () => {
    const path = at('resources/linux/cofferdam');
    expect(statSync(path).mode & 0o111).not.toBe(0);
    expect(() => execFileSync('sh', ['-n', path])).not.toThrow();
  });

  it('have an AppArmor profile that the parser takes, where it is installed', async () => {
    const parser = await findTool('apparmor_parser');
    // A parser older than ABI 4.0 refuses it, and then after-install.sh leaves it out.
    if (parser === null || !existsSync('/etc/apparmor.d/abi/4.0')) return;
    expect(() => execFileSync(parser, ['-Q', '-K', at('resources/apparmor/cofferdam')])).not.toThrow();
  });

  it('run the server as a user unit that does not start it over and over on a user error', () => {
    const unit = readFileSync(at('resources/systemd/cofferdam.service'), 'utf8');
    expect(unit).toContain('ExecStart=/usr/bin/cofferdam serve\n');
    expect(unit).toContain('RestartPreventExitStatus=1\n');
    expect(unit).toContain('WantedBy=default.target\n');
  });
});
