import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
/** Marks the fuses in Electron's executable: docs/fuses of @electron/fuses. Then version, count, one character each. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let folder: string;
let unpacked: string;

/** The real electron-builder over our configuration, with a small build and a stand-in for Electron's runtime. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-package-'));
  const project = join(folder, 'project');
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const path of ['package.json', 'package-lock.json', 'electron-builder.yml', 'resources']) {
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  write('project/dist/node/main.js', 'export {};');
  write('project/dist/node/main.js.map', '{}');
  write('project/dist/node/cli.js', "process.stdout.write(`${process.argv.slice(2).join(' ')} on ${process.version}`);");
  write('project/dist/node/migrations/0001.sql', '');
  write('project/dist/preload/preload.cjs', '');
  write('project/dist/renderer/index.html', '');
  write('electron/electron', Buffer.concat([Buffer.from('\x7fELF'), Buffer.from(sentinel), Buffer.from([1, 8]), Buffer.from('11001101')]));
  chmodSync(join(folder, 'electron/electron'), 0o755);
  for (const file of ['version', 'LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/en-US.pak', 'locales/de.pak'])
    write(`electron/${file}`, '45');

  await build({
    projectDir: project,
    targets: Platform.LINUX.createTarget('dir', process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
    publish: 'never',
    config: { electronDist: join(folder, 'electron') },
  });
  unpacked = join(project, 'release', process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Paths of the archive, from its header: four sizes, then JSON. */
function archived(): string[] {
  const bytes = readFileSync(join(unpacked, 'resources/app.asar'));
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Node;
  const list = (node: Node, path: string): string[] =>
    node.files ? Object.entries(node.files).flatMap(([name, child]) => list(child, `${path}/${name}`)) : [path];
  return list(header, '');
}
interface Node {
  files?: Record<string, Node>;
}

describe('the packaged app', () => {
  it('has its fuses set in the executable', () => {
    const executable = readFileSync(join(unpacked, 'cofferdam-desktop'));
    const at = executable.indexOf(sentinel) + sentinel.length + 2;
    // runAsNode, cookieEncryption, nodeOptions, nodeCliInspect, asarIntegrity, onlyLoadAppFromAsar, v8Snapshot, fileProtocol
    expect(executable.toString('latin1', at, at + 8)).toBe('01001100');
  });

  it('holds the whole build, without its maps', () => {
    const files = archived();
    for (const path of [
      '/package.json',
      '/dist/node/main.js',
      '/dist/node/cli.js',
      '/dist/preload/preload.cjs',
      '/dist/renderer/index.html',
    ]) {
      expect(files).toContain(path);
    }
    expect(files).toContain('/dist/node/migrations/0001.sql');
    expect(files.filter((path) => path.endsWith('.map'))).toEqual([]);
  });

  it('holds one package and no sources', () => {
    const folders = new Set(
      archived().map((path) =>
        path
          .split('/')
          .slice(1, path.startsWith('/node_modules') ? 3 : 2)
          .join('/'),
      ),
    );
    expect([...folders].toSorted()).toEqual(['dist', 'node_modules/better-sqlite3', 'package.json']);
  });

  it('keeps the native module of this processor outside the archive', () => {
    const prebuilds = join(unpacked, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds');
    expect(existsSync(join(prebuilds, `linux-${process.arch}.node`))).toBe(true);
    expect(existsSync(join(prebuilds, 'darwin-arm64.node'))).toBe(false);
  });

  it('has its icons beside the archive, where the tray can load them', () => {
    for (const icon of ['app/512x512.png', 'tray-normal-dark.png', 'tray-attention-light@2x.png']) {
      expect(existsSync(join(unpacked, 'resources/icons', icon))).toBe(true);
    }
  });
});

describe('the packaged command line', () => {
  it('runs on a Node of its own, also through a link', () => {
    const link = join(folder, 'cofferdam');
    symlinkSync(join(unpacked, 'resources/bin/cofferdam'), link);
    expect(execFileSync(link, ['backup', 'list'], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } })).toMatch(/^backup list on v24\./);
  });

  it('brings the page to serve and the native module, and not the window', () => {
    const cli = join(unpacked, 'resources/cli');
    expect(existsSync(join(cli, 'dist/renderer/index.html'))).toBe(true);
    expect(existsSync(join(cli, 'dist/node/migrations/0001.sql'))).toBe(true);
    expect(statSync(join(cli, `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`)).size).toBeGreaterThan(1e5);
    expect(existsSync(join(cli, 'dist/node/main.js'))).toBe(false);
  });
});
