import type { AppInfo, AppStatus, HostKind } from '#shared/contract/app.ts';
import type { JobProgress } from '#shared/contract/job.ts';
import type { HealthReport } from '#shared/contract/recovery.ts';
import { AppError } from '#shared/errors.ts';
import { relative } from 'node:path';
import Database from 'better-sqlite3';
import {
  autoRecover,
  backupChecks,
  BackupManager,
  checkHealth,
  createBackup,
  finishReplacements,
  repairJournal,
  restoreGate,
  sweepRestores,
} from '../backup/index.ts';
import { builtInChecks, Doctor } from '../doctor/index.ts';
import { Events } from '../events/index.ts';
import { Jobs } from '../jobs/index.ts';
import { openLog, type OpenLog } from '../log/index.ts';
import { openSettings } from '../settings/index.ts';
import type { StorageBackend } from '../store/index.ts';
import type { App } from './app.ts';
import type { Home } from './home.ts';
import { type InstanceLock, takeInstanceLock } from './lock.ts';
import { openStorage } from './open-storage.ts';
import { prepareFolders, prepareRoot } from './prepare-home.ts';
import { lastRun, markRun } from './run-state.ts';
import { appStatus } from './status.ts';
import { Timings } from './timings.ts';
import { version } from './version.ts';

export interface StartOptions {
  home: Home;
  host: HostKind;
  /** Whether this start is the one a staged restore waits for. One-shot commands leave it staged. */
  applyRestore: boolean;
  /** How the host stops and starts again. Absent: it can't. */
  onRestart?: () => void;
  /** Which starts check the databases and repair damaged ones: those after an unclean stop (the default), or this one too. */
  recover?: 'after-crash' | 'always';
  /** Told of what takes long in a start: the safety copy before a restore or a migration, a repair. */
  onProgress?: (progress: Partial<JobProgress>) => void;
}

/** Level for a checkpoint taken before the settings are open. */
const gateLevel = 3;

/**
 * The start-up order, the same for every host: lock, restore gate, health gate, storage, jobs. Whatever fails frees
 * what was taken before it.
 * @throws BUSY (another instance has the home), INVALID_INPUT, PERMISSION_DENIED, NO_SPACE, CORRUPT, INCOMPATIBLE_VERSION
 */
export async function startApp(options: StartOptions): Promise<App> {
  const { home } = options;
  let log: OpenLog | undefined;
  let lock: InstanceLock | undefined;
  let storage: StorageBackend | undefined;
  const timings = new Timings(() => log);
  const startedAt = new Date();
  const now = () => new Date();
  try {
    lock = await timings.step('lock', async () => {
      await prepareRoot(home);
      return takeInstanceLock(home);
    });
    const opened = openLog(home.logs, 'info');
    log = opened;
    const outcome = await timings.step('restore gate', async () => {
      await repairJournal(home, opened, now());
      const checkpoint = (reason: string) =>
        createBackup(home, {
          type: 'full',
          createdBy: 'checkpoint',
          checkpointReason: reason,
          level: gateLevel,
          report: options.onProgress,
        });
      return restoreGate(home, { apply: options.applyRestore, checkpoint, log: opened, now });
    });
    const recovery = await timings.step('health gate', async () => {
      await prepareFolders(home);
      await finishReplacements(home);
      const last = await lastRun(home);
      await markRun(home, 'dirty');
      // A state that was just restored proves itself by opening, and is rolled back if it does not.
      const wanted = outcome.kind !== 'promoted' && (last === 'dirty' || options.recover === 'always');
      return wanted ? autoRecover(home, { log: opened, now, report: options.onProgress }) : null;
    });
    const { store, settings, restored } = await timings.step('storage', async () => {
      const file = await openSettings(home.settingsFile, { quarantine: home.quarantine, log: opened });
      opened.setLevel(file.current.log.level);
      file.onChange(({ log: { level } }) => opened.setLevel(level));
      return { settings: file, ...(await openStorage({ home, log: opened, settings: file, now, report: options.onProgress }, outcome)) };
    });

    storage = store;
    const events = new Events();
    const jobs = new Jobs({ store: store.jobs, events, log: opened });
    const backup = new BackupManager({ home, jobs, events, log: opened, settings, activity: store.activity });
    await timings.step('jobs', async () => {
      // The backup job itself was running when the database was copied into its archive.
      await jobs.interruptLeftovers(restored?.success ? 'It was running when the state that was restored was kept.' : undefined);
      await backup.sweep();
      await sweepRestores(home, { keepUndoDays: settings.current.backup.keepUndoDays, now: now(), log: opened });
      if (restored) await backup.noteOutcome(restored);
      if (recovery) await backup.noteRecovery(recovery);
    });
    const doctor = new Doctor([...builtInChecks({ home, store, settings }), ...backupChecks({ home, backup, recovery })]);

    const held = lock;
    let closed: Promise<void> | undefined;
    const app: App = {
      host: options.host,
      home,
      log: opened,
      events,
      store,
      jobs,
      settings,
      backup,
      doctor,
      recovery,
      async checkHealth(signal): Promise<HealthReport> {
        const databases = (await checkHealth(home, { signal })).map(({ path, problems }) => ({
          path: relative(home.root, path),
          problems,
        }));
        return { checkedAt: now().toISOString(), healthy: databases.every(({ problems }) => problems.length === 0), databases };
      },
      info: (): AppInfo => ({
        version,
        host: options.host,
        home: home.root,
        pid: process.pid,
        startedAt: startedAt.toISOString(),
        node: process.versions.node,
        sqlite: sqliteVersion(),
        startup: timings.steps,
        restartUnavailable: options.onRestart ? null : 'A single command has nothing to restart; start the app or "cofferdam serve".',
      }),
      status: (): Promise<AppStatus> => appStatus(app),
      restart(force) {
        if (!options.onRestart) {
          throw new AppError('app.restart', 'UNSUPPORTED', 'There is nothing to restart', {
            hint: 'A staged restore is applied when the app or "cofferdam serve" starts.',
          });
        }
        const running = jobs.running().length;
        if (running > 0 && !force) {
          throw new AppError('app.restart', 'CONFLICT', running === 1 ? 'A job is running' : `${running} jobs are running`, {
            hint: 'Wait for it or cancel it; a forced restart cancels it.',
          });
        }
        options.onRestart();
      },
      close() {
        closed ??= (async () => {
          try {
            await jobs.close();
            await store.close();
            // Unmarked, the next start checks the databases once too often, which harms nobody.
            await markRun(home, 'clean').catch((error: unknown) => opened.warn('The clean end could not be recorded', { error }));
            opened.info('Stopped');
          } finally {
            opened.close();
            held.release();
          }
        })();
        return closed;
      },
    };
    opened.info('Started', { version, host: options.host, home: home.root, ms: Math.round(Date.now() - startedAt.getTime()) });
    return app;
  } catch (error) {
    log?.error('The start failed', { error });
    await storage?.close();
    log?.close();
    lock?.release();
    throw error;
  }
}

function sqliteVersion(): string {
  const database = new Database(':memory:');
  try {
    return String(database.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    database.close();
  }
}
