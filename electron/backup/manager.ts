import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  areas,
  type BackupInfo,
  type CreateRequest,
  type PendingRestore,
  type RestoreChanges,
  type RestoreOptions,
  type RestoreResult,
  type RestoreStatus,
  type VerifyReport,
  type VerifyResult,
} from '#shared/contract/backup.ts';
import type { Job, JobKind } from '#shared/contract/job.ts';
import type { AutoRecoveryResult } from '#shared/contract/recovery.ts';
import { AppError } from '#shared/errors.ts';
import { formatPlural } from '#shared/format.ts';
import type { Home } from '../boot/home.ts';
import type { Events } from '../events/index.ts';
import type { JobContext, JobRequest, Jobs } from '../jobs/index.ts';
import type { Logger } from '../log/index.ts';
import { quoteCommand } from '../process/index.ts';
import type { SettingsFile } from '../settings/index.ts';
import type { StorageBackend } from '../store/index.ts';
import { runTask } from '../workers/index.ts';
import { writeSidecar } from './backup-info.ts';
import { Catalogue } from './catalogue.ts';
import { describeBackup, localTime } from './describe.ts';
import { createBackup } from './create-backup.ts';
import { exportBackup } from './export-backup.ts';
import { importBackup } from './import-backup.ts';
import type { FilesPage, FilesResult, InspectInput } from './inspect-archive.ts';
import { confirmRestore, rollBackRestore } from './restore/finish.ts';
import { changeJournal, readJournal, type RestoreRecord, toPending } from './restore/journal.ts';
import { restoreGate } from './restore/gate.ts';
import { planRestore, stageRestore } from './restore/stage-restore.ts';
import { stageUndo, undoPoint } from './restore/undo.ts';
import type { UndoChangesInput } from './restore/undo-changes.ts';
import type { VerifyInput } from './verify-task.ts';

export interface BackupDependencies {
  home: Home;
  jobs: Jobs;
  events: Events;
  log: Logger;
  settings: SettingsFile;
  activity: StorageBackend['activity'];
}

/** Jobs that write or read whole archives wait for each other. */
const resource = 'backups';

/** Everything a face can ask of backups. What may take over a second answers with a job. Ids accept a unique prefix. */
export class BackupManager {
  readonly #catalogue: Catalogue;
  readonly #with: BackupDependencies;

  constructor(dependencies: BackupDependencies) {
    this.#with = dependencies;
    this.#catalogue = new Catalogue(dependencies.home, dependencies.log);
  }

  async list(): Promise<BackupInfo[]> {
    const [infos, { current }] = await Promise.all([this.#catalogue.list(), readJournal(this.#with.home)]);
    return infos.map((info) => (info.id === current?.backupId ? { ...info, pinnedBy: 'a restore that is staged' } : info));
  }

  async get(id: string): Promise<BackupInfo> {
    const info = await this.#catalogue.get(id);
    return (await this.list()).find((listed) => listed.path === info.path) ?? info;
  }

  async files(id: string, page: FilesPage): Promise<FilesResult> {
    const { path } = await this.#catalogue.get(id);
    const input: InspectInput = { want: 'files', path, ...page };
    return runTask<FilesResult>(new URL('./inspect.worker.ts', import.meta.url), input);
  }

  create({ type, label }: CreateRequest): Job {
    return this.#start({
      kind: 'backup.create',
      title: label ? `Back up ${type}: ${label}` : `Back up ${type}`,
      input: { type, ...(label ? { label } : {}) },
      arguments: ['create', '--type', type, ...(label ? ['--label', label] : [])],
      run: async (context) => {
        const level = this.#with.settings.current.backup.compressionLevel;
        const info = await createBackup(this.#with.home, { ...context, type, label, createdBy: 'manual', level });
        await this.#note('backup.created', `Made a ${type} backup${label ? ` (${label})` : ''}`, info.id);
        return info;
      },
    });
  }

  /** Without ids: all. */
  async verify(ids: string[] | undefined, deep: boolean): Promise<Job> {
    const infos = ids ? await Promise.all(ids.map((id) => this.#catalogue.get(id))) : await this.#catalogue.list();
    return this.#start({
      kind: 'backup.verify',
      title: infos[0] && infos.length === 1 ? `Verify ${describeBackup(infos[0])}` : `Verify ${formatPlural(infos.length, 'backup')}`,
      input: { ids: infos.map(({ id }) => id), deep },
      arguments: ['verify', ...(ids ? infos.map(({ id }) => id) : ['--all']), ...(deep ? ['--deep'] : [])],
      run: (context) => this.#verifyAll(infos, deep, context),
    });
  }

  async delete(id: string): Promise<BackupInfo> {
    const info = await this.get(id);
    if (info.pinnedBy) {
      throw new AppError('backup.delete', 'CONFLICT', `The backup ${info.id} is held by ${info.pinnedBy}`, {
        hint: 'Restart to apply the restore, or discard it with "cofferdam backup cancel-restore".',
      });
    }
    await this.#catalogue.remove(info);
    await this.#note('backup.deleted', `Deleted ${describeBackup(info)}`, info.id);
    this.#with.events.changed('backups');
    return info;
  }

  async export(id: string, to: string): Promise<Job> {
    const info = await this.#catalogue.get(id);
    return this.#start({
      kind: 'backup.export',
      title: `Export ${describeBackup(info)}`,
      input: { id: info.id, to: resolve(to) },
      arguments: ['export', info.id, '--to', resolve(to)],
      run: (context) => exportBackup(info, resolve(to), context),
    });
  }

  import(file: string): Job {
    return this.#start({
      kind: 'backup.import',
      title: `Import ${basename(file)}`,
      input: { file: resolve(file) },
      arguments: ['import', resolve(file)],
      run: async (context) => {
        const info = await importBackup(this.#with.home, resolve(file), await this.#catalogue.list(), context);
        await this.#note('backup.imported', `Imported ${describeBackup(info)}, made on ${info.host}`, info.id);
        return info;
      },
    });
  }

  async plan(id: string, options: RestoreOptions): Promise<Job> {
    const info = await this.#catalogue.get(id);
    return this.#with.jobs.start({
      kind: 'backup.plan',
      title: `Compare ${describeBackup(info)} with today`,
      input: { id: info.id, options },
      command: quoteCommand('cofferdam', ['backup', 'restore', info.id, ...restoreFlags(options), '--dry-run']),
      run: (context) => planRestore(this.#with.home, info, options, context),
    });
  }

  async restore(id: string, options: RestoreOptions): Promise<Job> {
    const info = await this.#catalogue.get(id);
    if (!options.requireRestart && options.restoreData && info.areas.includes('data')) {
      throw new AppError('backup.restore', 'CONFLICT', 'The databases in data are open, so they can only be replaced at a start', {
        hint: 'Stage it and restart, or restore only config and skills at once.',
      });
    }
    if (options.skipVerify) this.#with.log.warn('A restore without verification was asked for', { id: info.id });
    return this.#start({
      kind: 'backup.restore',
      title: `Restore ${describeBackup(info)}`,
      input: { id: info.id, options },
      arguments: ['restore', info.id, ...restoreFlags(options)],
      run: async (context): Promise<PendingRestore | RestoreResult> => {
        const record = await stageRestore(this.#with.home, info, options, context);
        await this.#note(
          'restore.staged',
          `Staged a restore of ${describeBackup(info)}`,
          info.id,
          record.warnings.length > 0 ? 'warning' : 'info',
        );
        if (options.requireRestart) return toPending(this.#with.home, record);
        return await this.#applyNow();
      },
    });
  }

  /** Removes what a killed process left half-made among the archives. Only at a start, under the lock. */
  async sweep(): Promise<void> {
    await this.#catalogue.sweep();
  }

  /** Records what this start made of a staged restore. */
  async noteOutcome(result: RestoreResult): Promise<void> {
    const what =
      result.kind === 'undo'
        ? 'Undid the last restore'
        : `Restored the backup of ${localTime(result.changes?.backupCreatedAt ?? result.finishedAt)}`;
    const text = result.success ? what : `A restore was rolled back: ${result.errors[0]?.message ?? 'see the log'}`;
    await this.#note(`restore.${result.state}`, text, result.backupId, result.success ? 'info' : 'error');
  }

  /** Records what this start repaired, or could not. */
  async noteRecovery({ corruptedDatabases, repairDetails, errors }: AutoRecoveryResult): Promise<void> {
    for (const { path } of corruptedDatabases) {
      const detail = repairDetails[path];
      const text = detail
        ? `Repaired ${path} (${detail.method})`
        : `${path} is damaged: ${errors.find((error) => error.startsWith(path)) ?? 'not repaired'}`;
      await this.#note('recovery', text, path, detail ? 'warning' : 'error');
    }
  }

  async pending(): Promise<RestoreStatus> {
    const { home } = this.#with;
    const { current, last } = await readJournal(home);
    return { pending: current ? toPending(home, current) : null, last };
  }

  async cancelRestore(): Promise<RestoreStatus> {
    const { home, events } = this.#with;
    let cancelled: RestoreRecord | undefined;
    await changeJournal(home, (journal) => {
      if (!journal.current) {
        throw new AppError('backup.cancel-restore', 'NOT_FOUND', 'No restore is staged', {
          hint: '"cofferdam backup pending" shows what became of the last one.',
        });
      }
      if (journal.current.state !== 'staged') {
        throw new AppError('backup.cancel-restore', 'CONFLICT', 'The restore is being applied', {
          hint: 'Wait for it; then "cofferdam backup undo" brings back the state from before.',
        });
      }
      cancelled = journal.current;
      return { ...journal, current: null };
    });
    if (cancelled?.kind === 'restore') await rm(home.staged(cancelled.id), { recursive: true, force: true });
    await this.#note('restore.cancelled', 'Discarded the staged restore', cancelled?.backupId ?? '');
    events.changed('restore');
    events.changed('backups');
    return this.pending();
  }

  async undo(): Promise<PendingRestore> {
    const { home, events } = this.#with;
    const point = await undoPoint(home, new Date());
    const journal = await readJournal(home);
    const roots = (of: (area: (typeof areas)[number]) => string) => Object.fromEntries(point.areas.map((area) => [area, of(area)]));
    const input: UndoChangesInput = {
      backupId: point.backupId,
      keptSince: journal.last?.id === point.id ? journal.last.finishedAt : new Date().toISOString(),
      areas: point.areas,
      asideRoots: roots((area) => home.aside(point.id, area)),
      roots: roots((area) => home.area(area)),
    };
    const changes = await runTask<RestoreChanges>(new URL('./restore/undo.worker.ts', import.meta.url), input);
    const record = await stageUndo(home, point, changes, new Date());
    await this.#note('restore.undo-staged', 'Staged the undo of the last restore', point.backupId);
    events.changed('restore');
    return toPending(home, record);
  }

  async dismissReport(): Promise<RestoreStatus> {
    const { home, events } = this.#with;
    const { last } = await readJournal(home);
    if (last && !last.seen) {
      await changeJournal(home, (journal) => ({ ...journal, last: journal.last && { ...journal.last, seen: true } }));
      events.changed('restore');
    }
    return this.pending();
  }

  /** For `requireRestart: false`: the same gate, without a start around it. No area of it holds an open database. */
  async #applyNow(): Promise<RestoreResult> {
    const { home, log, settings, events } = this.#with;
    const now = () => new Date();
    const checkpoint = (reason: string) =>
      createBackup(home, {
        type: 'full',
        createdBy: 'checkpoint',
        checkpointReason: reason,
        level: settings.current.backup.compressionLevel,
      });
    const outcome = await restoreGate(home, { apply: true, checkpoint, log, now });
    if (outcome.kind === 'rolled-back') return outcome.result;
    if (outcome.kind === 'none') throw new AppError('backup.restore', 'INTERNAL', 'The staged restore is gone');
    try {
      await settings.reload();
      events.changed('settings');
      return await confirmRestore(home, outcome.record, { keepUndoDays: settings.current.backup.keepUndoDays, now: now() });
    } catch (error) {
      return rollBackRestore(home, outcome.record, error, now());
    }
  }

  async #verifyAll(infos: readonly BackupInfo[], deep: boolean, context: JobContext): Promise<VerifyResult> {
    const reports: VerifyReport[] = [];
    for (const [index, info] of infos.entries()) {
      context.signal.throwIfAborted();
      const prefix = infos.length > 1 ? ` (${index + 1} of ${infos.length})` : '';
      const input: VerifyInput = { id: info.id, path: info.path, checksum: info.checksum, deep, folder: this.#with.home.backups };
      const report = await runTask<VerifyReport>(new URL('./verify.worker.ts', import.meta.url), input, {
        signal: context.signal,
        report: (progress) => context.report({ ...progress, ...(progress.phase ? { phase: progress.phase + prefix } : {}) }),
      });
      reports.push(report);
      if (!info.problem && report.verdict !== 'missing')
        await this.#record({ ...info, verifiedAt: report.checkedAt, verdict: report.verdict });
      if (report.verdict !== 'valid')
        await this.#note('backup.damaged', `${describeBackup(info)} did not verify: ${report.verdict}`, info.id, 'error');
    }
    return { ok: reports.every(({ verdict }) => verdict === 'valid'), reports };
  }

  /** What a verification found is told whether or not the folder lets it be kept. */
  #record(info: BackupInfo): Promise<void> {
    return writeSidecar(info).catch((error: unknown) =>
      this.#with.log.warn('The record of a backup could not be kept', { path: info.path, error }),
    );
  }

  /** Whatever way it ends, the list of backups may be another one afterwards. */
  #start<K extends JobKind>({ arguments: words, ...request }: Omit<JobRequest<K>, 'resource' | 'command'> & { arguments: string[] }): Job {
    const { events, jobs } = this.#with;
    return jobs.start<K>({
      ...request,
      resource,
      cleanupNote: 'What it had half-made was removed at the next start.',
      command: quoteCommand('cofferdam', ['backup', ...words]),
      async run(context) {
        try {
          return await request.run(context);
        } finally {
          events.changed('backups');
          events.changed('restore');
        }
      },
    });
  }

  /** The log of what happened is told as well as it goes: an entry that can't be written stops nothing. */
  async #note(kind: string, message: string, subject: string, level: 'info' | 'warning' | 'error' = 'info'): Promise<void> {
    const { activity, events, log } = this.#with;
    await activity
      .add({ kind, level, message, subject })
      .catch((error: unknown) => log.warn('An activity could not be recorded', { kind, error }));
    events.changed('activity');
  }
}

function restoreFlags(options: RestoreOptions): string[] {
  const chosen = { config: options.restoreConfig, data: options.restoreData, skills: options.restoreSkills };
  const only = areas.filter((area) => chosen[area]);
  return [
    ...(only.length === areas.length ? [] : ['--only', only.join(',')]),
    ...(options.overwriteExisting ? [] : ['--no-overwrite']),
    ...(options.createCheckpoint ? [] : ['--no-checkpoint']),
    ...(options.skipVerify ? ['--skip-verify'] : []),
    ...(options.requireRestart ? [] : ['--now']),
  ];
}
