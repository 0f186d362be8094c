import type { AutoRecoveryResult } from '#shared/contract/recovery.ts';
import { formatPlural } from '#shared/format.ts';
import type { Check } from '../doctor/index.ts';
import type { Home } from '../boot/home.ts';
import { localTime } from './describe.ts';
import type { BackupManager } from './manager.ts';

export interface BackupChecksInput {
  home: Home;
  backup: BackupManager;
  /** What the health gate of this start found and repaired. */
  recovery: AutoRecoveryResult | null;
}

const week = 7 * 24 * 60 * 60 * 1000;

/** What `cofferdam doctor` asks about backups. */
export const backupChecks = ({ home, backup, recovery }: BackupChecksInput): Check[] => [
  {
    id: 'backup.recent',
    title: 'A recent backup that verified',
    async run() {
      const infos = await backup.list();
      const verified = infos.find(({ verdict, problem }) => verdict === 'valid' && !problem);
      if (!verified) {
        const message = infos.length === 0 ? 'There is no backup yet' : `None of ${formatPlural(infos.length, 'backup')} has been verified`;
        const command = infos.length === 0 ? 'cofferdam backup create' : 'cofferdam backup verify --all';
        return { status: 'warning', message, remedy: { text: 'A backup is worth nothing until it has been verified.', command } };
      }
      const old = Date.now() - Date.parse(verified.createdAt) > week;
      const message = `The newest is of ${localTime(verified.createdAt)}`;
      return old
        ? {
            status: 'warning',
            message,
            remedy: { text: 'It is more than a week old: make a new one.', command: 'cofferdam backup create' },
          }
        : { status: 'ok', message };
    },
  },
  {
    id: 'backup.readable',
    title: 'Backups are whole',
    async run() {
      const infos = await backup.list();
      const bad = infos.filter(({ problem, verdict }) => problem !== null || (verdict !== null && verdict !== 'valid'));
      const [first] = bad;
      if (!first) return { status: 'ok', message: `${formatPlural(infos.length, 'backup')}, none known to be damaged` };
      return {
        status: 'error',
        message: `${bad.length} of ${formatPlural(infos.length, 'backup')} can't be trusted; the first is ${first.path}`,
        remedy: {
          text: 'Verify it to see what is wrong; delete it once another backup covers that time.',
          command: `cofferdam backup verify ${first.id}`,
        },
      };
    },
  },
  {
    id: 'backup.restore',
    title: 'No restore is stuck',
    async run() {
      const { pending, last } = await backup.pending();
      if (pending) {
        const text = 'Restart to apply it, or discard it.';
        return {
          status: 'warning',
          message: `A restore of the backup of ${localTime(pending.changes.backupCreatedAt)} waits for the next start`,
          remedy: { text, command: 'cofferdam backup cancel-restore' },
        };
      }
      if (last && !last.success) {
        const why = last.errors[0]?.message ?? 'the log tells why';
        return {
          status: 'warning',
          message: `The last restore was rolled back: ${why}`,
          remedy: { text: 'Verify the backup, or restore another one.', command: `cofferdam backup verify ${last.backupId}` },
        };
      }
      return { status: 'ok', message: 'Nothing is staged' };
    },
  },
  {
    id: 'backup.databases',
    title: 'Databases are healthy',
    async run() {
      const [first] = recovery?.corruptedDatabases ?? [];
      if (!recovery || !first) return { status: 'ok', message: `Nothing damaged was found in ${home.area('data')} at this start` };
      const detail = recovery.repairDetails[first.path];
      if (detail) {
        return {
          status: 'warning',
          message: `${first.path} was damaged and is repaired (${detail.method}); the original is in ${detail.quarantine}`,
          remedy: { text: ['See that nothing is missing.', ...detail.warnings].join(' '), command: 'cofferdam backup list' },
        };
      }
      return {
        status: 'error',
        message: `${first.path} is damaged: ${first.problems[0]}`,
        remedy: { text: 'Restore the newest backup from before the damage.', command: 'cofferdam backup list' },
      };
    },
  },
];
