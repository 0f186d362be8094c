import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackupInfo, PendingRestore, RestoreStatus, VerifyResult } from '#shared/contract/backup.ts';
import { cofferdam, json, start } from './cofferdam.fixture.ts';

let home: string;
let running: ChildProcess[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cofferdam-cli-'));
  running = [];
  await mkdir(join(home, 'skills', 'greet'), { recursive: true });
  await writeFile(join(home, 'skills', 'greet', 'SKILL.md'), 'before');
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  await rm(home, { recursive: true, force: true });
});

interface Served {
  url: string;
  home: string;
  pid: number;
  restore: { state: string } | null;
}

async function serve(...args: string[]): Promise<Served & { child: ChildProcess; ended: ReturnType<typeof start>['ended'] }> {
  const { child, ended, firstOutput } = start(['serve', '--home', home, '--port', '0', '--json', ...args]);
  running.push(child);
  const text = await firstOutput;
  if (text === '') throw new Error((await ended).stderr);
  return { ...(JSON.parse(text) as Served), child, ended };
}

describe('words about itself', () => {
  it.each([[['--version']], [['--help']], [['backup', '--help']], [[]]])('answers %j at once and with 0', async (args) => {
    const { code, stdout, stderr } = await cofferdam(...args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toBe('');
  });
});

describe('a home, without anything running', () => {
  it('goes from backup to staged restore, one JSON document each', async () => {
    const backup = BackupInfo.parse(await json('--home', home, 'backup', 'create', '--type', 'full', '--label', 'first'));
    expect([backup.type, backup.label]).toEqual(['full', 'first']);

    const verified = VerifyResult.parse(await json('--home', home, 'backup', 'verify', '--all'));
    expect([verified.ok, verified.reports.map((report) => report.verdict)]).toEqual([true, ['valid']]);

    await writeFile(join(home, 'skills', 'greet', 'SKILL.md'), 'after');
    const staged = PendingRestore.parse(await json('--home', home, 'backup', 'restore', backup.id.slice(0, 20), '--yes'));
    expect(staged.backupId).toBe(backup.id);

    const status = RestoreStatus.parse(await json('--home', home, 'backup', 'pending'));
    expect(status.pending?.changes.areas.find(({ area }) => area === 'skills')).toMatchObject({ replaced: 1 });
    expect(await readFile(join(home, 'skills', 'greet', 'SKILL.md'), 'utf8')).toBe('after');
  });

  it('takes global flags before and after the verb', async () => {
    const before = await cofferdam('--json', '--home', home, 'backup', 'list');
    const after = await cofferdam('backup', 'list', '--home', home, '--json');
    expect([before.code, before.stdout]).toEqual([0, after.stdout]);
  });

  it('shows people tables and words', async () => {
    await cofferdam('--home', home, 'backup', 'create');
    for (const verb of [['backup', 'list'], ['job', 'list'], ['status'], ['settings', 'show'], ['backup', 'pending'], ['doctor']]) {
      const { code, stdout, stderr } = await cofferdam('--home', home, ...verb);
      expect([verb, code, stderr]).toEqual([verb, 0, '']);
      expect(stdout).not.toContain('undefined');
    }
  });

  it('keeps a setting', async () => {
    await cofferdam('--home', home, 'settings', 'set', 'backup.compressionLevel', '6');
    const { settings } = await json<{ settings: { backup: { compressionLevel: number } } }>('--home', home, 'settings', 'show');
    expect(settings.backup.compressionLevel).toBe(6);
  });

  it.each([
    ['delete', 'ID'],
    ['restore', 'ID'],
  ])('asks before %s, and takes no silence for a yes', async (verb) => {
    const { id } = await json<BackupInfo>('--home', home, 'backup', 'create');
    const { code, stderr } = await cofferdam('--home', home, 'backup', verb, id);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--yes')]);
    expect(await json('--home', home, 'backup', 'list')).toMatchObject({ backups: [{ id }] });
  });

  it('reports an archive that is not right, and says so with 3', async () => {
    const { id, path } = await json<BackupInfo>('--home', home, 'backup', 'create');
    const bytes = await readFile(path);
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    await writeFile(path, bytes);

    const { code, stdout, stderr } = await cofferdam('--home', home, 'backup', 'verify', id, '--json');

    expect([code, stderr]).toEqual([3, '']);
    expect(VerifyResult.parse(JSON.parse(stdout)).ok).toBe(false);
  });

  it('is quiet when its reader has seen enough', async () => {
    const shell = spawn(
      'sh',
      ['-c', `"${process.execPath}" "${join(import.meta.dirname, 'main.ts')}" --home "${home}" settings show --json | true`],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    shell.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    await once(shell, 'close');
    expect(stderr).toBe('');
  });

  it.each([
    ['SIGINT', 130, 'CANCELLED'],
    ['SIGTERM', 143, 'TERMINATED'],
  ] as const)('cleans up after %s and ends with %i', async (signal, exit, code) => {
    await mkdir(join(home, 'data'), { recursive: true });
    await writeFile(join(home, 'data', 'blob.bin'), randomBytes(60 * 1024 * 1024));
    const { child, ended } = start(['--home', home, 'backup', 'create', '--json']);
    running.push(child);
    while (!(await backupFiles()).some((name) => name.endsWith('.partial'))) await delay(10);

    child.kill(signal);

    const ran = await ended;
    expect([ran.code, ran.stdout]).toEqual([exit, '']);
    expect(JSON.parse(ran.stderr)).toMatchObject({ error: { code } });
    expect(await backupFiles()).toEqual([]);
    expect((await json<{ jobs: { state: string }[] }>('--home', home, 'job', 'list')).jobs[0]?.state).toBe('cancelled');
  });

  it('is one command at a time', async () => {
    await mkdir(join(home, 'data'), { recursive: true });
    await writeFile(join(home, 'data', 'blob.bin'), randomBytes(60 * 1024 * 1024));
    const { child } = start(['--home', home, 'backup', 'create', '--json']);
    running.push(child);
    while (!(await backupFiles()).some((name) => name.endsWith('.partial'))) await delay(10);
    child.kill('SIGSTOP');

    const second = await cofferdam('--home', home, 'backup', 'list', '--json');

    expect([second.code, JSON.parse(second.stderr)]).toEqual([
      2,
      { error: expect.objectContaining({ code: 'BUSY', hint: expect.any(String) }) },
    ]);
  });
});

describe('serve', () => {
  it('applies a staged restore, says so, and stops when told', async () => {
    const { id } = await json<BackupInfo>('--home', home, 'backup', 'create');
    await writeFile(join(home, 'skills', 'greet', 'SKILL.md'), 'after');
    await json('--home', home, 'backup', 'restore', id, '--yes');

    const served = await serve();

    expect(served).toMatchObject({ home, pid: served.child.pid, restore: { state: 'confirmed' } });
    expect(await readFile(join(home, 'skills', 'greet', 'SKILL.md'), 'utf8')).toBe('before');
    served.child.kill('SIGTERM');
    expect((await served.ended).code).toBe(0);
    await expect(readdir(home)).resolves.not.toContain('instance.sock');
  });

  it('answers the other commands, with the same words as without it', async () => {
    const alone = await cofferdam('--home', home, 'settings', 'show', '--json');
    await serve();
    const attached = await cofferdam('--home', home, 'settings', 'show', '--json');
    expect([attached.code, attached.stdout]).toEqual([0, alone.stdout]);

    const missing = await cofferdam('--home', home, 'backup', 'show', '01ZZZZ', '--json');
    expect([missing.code, JSON.parse(missing.stderr)]).toMatchObject([1, { error: { code: 'NOT_FOUND' } }]);
    expect(BackupInfo.parse(await json('--home', home, 'backup', 'create')).type).toBe('full');
  });

  it('is one for each home: a second one shows the first', async () => {
    const first = await serve();
    const second = await serve();
    expect([second.pid, new URL(second.url).host]).toEqual([first.pid, new URL(first.url).host]);
    expect(second.url).not.toBe(first.url);
    expect((await second.ended).code).toBe(0);
  });

  it('gives links and tokens to who may open its socket', async () => {
    await serve();
    const { url } = await json<{ url: string }>('--home', home, 'open');
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    const { token } = await json<{ token: string }>('--home', home, 'token');
    const response = await fetch(new URL('/api/app', url), { headers: { authorization: `Bearer ${token}` } });
    expect(await response.json()).toMatchObject({ host: 'web', home });
  });

  it('says when its port is taken', async () => {
    const { url } = await serve();
    const other = await mkdtemp(join(tmpdir(), 'cofferdam-cli-'));
    const { code, stderr } = await cofferdam('--home', other, 'serve', '--port', new URL(url).port);
    await rm(other, { recursive: true, force: true });
    expect([code, stderr]).toEqual([1, expect.stringContaining('--port 0')]);
  });

  it('restarts in place: the restore is applied, sessions live on', async () => {
    const { id } = await json<BackupInfo>('--home', home, 'backup', 'create');
    const { url } = await serve();
    const cookie = String((await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')).split(';')[0] ?? '';
    await writeFile(join(home, 'skills', 'greet', 'SKILL.md'), 'after');
    await json('--home', home, 'backup', 'restore', id, '--yes');
    const api = (path: string, method = 'GET'): Promise<Response> =>
      fetch(new URL(`/api/${path}`, url), { method, headers: { cookie, origin: new URL(url).origin } });

    expect(await (await api('app/restart', 'POST')).json()).toEqual({ restarting: true });
    let last: { state: string } | null = null;
    for (let tries = 0; last === null && tries < 200; tries += 1) {
      const response = await api('restore');
      if (response.ok) ({ last } = (await response.json()) as { last: { state: string } | null });
      else if (response.status !== 503) throw new Error(`Answered ${response.status}`);
      await delay(25);
    }

    expect(last).toMatchObject({ state: 'confirmed' });
    expect(await readFile(join(home, 'skills', 'greet', 'SKILL.md'), 'utf8')).toBe('before');
    expect((await json<{ last: { state: string } }>('--home', home, 'backup', 'pending')).last.state).toBe('confirmed');
  });

  it('takes over a home whose last instance was killed', async () => {
    const first = await serve();
    first.child.kill('SIGKILL');
    await first.ended;
    expect((await cofferdam('--home', home, 'backup', 'list')).code).toBe(0);
    const second = await serve();
    expect(second.pid).not.toBe(first.pid);
  });
});

const backupFiles = async (): Promise<string[]> => await readdir(join(home, 'backups')).catch(() => []);
