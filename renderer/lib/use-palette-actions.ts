import { useQuery } from '@tanstack/react-query';
import {
  Archive,
  CircleX,
  FileInput,
  History,
  Keyboard,
  type LucideIcon,
  Monitor,
  Moon,
  Power,
  ScrollText,
  ShieldCheck,
  Sun,
  Undo2,
} from 'lucide-react';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { BackupInfo, RestoreStatus } from '#shared/contract/backup.ts';
import { formatDateTime } from '#shared/format.ts';
import { destinations } from './navigation.ts';
import { attempt, backUpNow, cancelJob, cancelRestore, undoRestore, verifyBackups } from './actions.ts';
import { filterBackups } from './backup-filter.ts';
import { orpc } from './client.ts';
import { openDialog } from './dialogs.ts';
import { isRunning, type LiveJob } from './job-feed.ts';
import { useJobs } from './live.ts';
import { type PaletteItem, rankItems } from './palette.ts';
import { saveSettings } from './save-settings.ts';
import { bestToRestore } from './standing.ts';
import type { Theme } from './theme.ts';
import { useRestart } from './use-restart.ts';

export interface PaletteAction extends PaletteItem {
  icon: LucideIcon;
  run: () => void;
}

/** What the palette offers for a query: actions and pages by rank, then backups that match. */
export function usePaletteActions(query: string): PaletteAction[] {
  const [, go] = useLocation();
  const { data: list } = useQuery(orpc.backup.list.queryOptions());
  const { data: restore } = useQuery(orpc.backup.pending.queryOptions());
  const jobs = useJobs();
  const { ask, unavailable } = useRestart();
  return useMemo(() => {
    const backups = list?.backups ?? [];
    const actions = [
      ...backupActions(backups),
      ...restoreActions(restore),
      { id: 'restart', title: 'Restart Cofferdam', group: 'Program', icon: Power, run: ask, disabled: unavailable ?? undefined },
      ...jobActions(jobs),
      ...destinations.map(
        ({ to, name, icon }): PaletteAction => ({ id: `go:${to}`, title: name, group: 'Go to', icon, run: () => go(to) }),
      ),
      ...themeActions,
      {
        id: 'keys',
        title: 'Show the keys',
        group: 'Help',
        keywords: 'shortcuts keyboard',
        icon: Keyboard,
        run: () => openDialog({ kind: 'keys' }),
      },
    ];
    return [...rankItems(actions, query), ...matchingBackups(backups, query, go)];
  }, [list, restore, jobs, ask, unavailable, go, query]);
}

function backupActions(backups: readonly BackupInfo[]): PaletteAction[] {
  const newest = bestToRestore(backups);
  const none = backups.length === 0 ? 'There is no backup yet' : undefined;
  const group = 'Backups';
  return [
    { id: 'back-up-now', title: 'Back up now', group, keywords: 'create full', icon: Archive, run: backUpNow },
    {
      id: 'back-up',
      title: 'Back up…',
      group,
      keywords: 'create config data label',
      icon: Archive,
      run: () => openDialog({ kind: 'create' }),
    },
    {
      id: 'restore',
      title: 'Restore…',
      group,
      keywords: 'recover moment',
      icon: History,
      run: () => newest && openDialog({ kind: 'restore', id: newest.id }),
      disabled: newest ? undefined : 'There is no backup to restore from',
    },
    {
      id: 'verify-all',
      title: 'Verify all backups',
      group,
      keywords: 'check',
      icon: ShieldCheck,
      run: () => verifyBackups(undefined, false),
      disabled: none,
    },
    {
      id: 'verify-deep',
      title: 'Deep verify all backups',
      group,
      keywords: 'check integrity',
      icon: ShieldCheck,
      run: () => verifyBackups(undefined, true),
      disabled: none,
    },
    {
      id: 'import',
      title: 'Import a backup…',
      group,
      keywords: 'archive file',
      icon: FileInput,
      run: () => openDialog({ kind: 'import' }),
    },
  ];
}

function restoreActions(restore: RestoreStatus | undefined): PaletteAction[] {
  const group = 'Restore';
  const actions: PaletteAction[] = [];
  if (restore?.pending) {
    actions.push(
      { id: 'pending', title: 'What the pending restore will change', group, icon: History, run: () => openDialog({ kind: 'pending' }) },
      { id: 'cancel-restore', title: 'Cancel the pending restore', group, icon: CircleX, run: () => attempt(cancelRestore) },
    );
  }
  if (restore?.last)
    actions.push({
      id: 'report',
      title: 'Show the last restore report',
      group,
      icon: ScrollText,
      run: () => openDialog({ kind: 'report' }),
    });
  if (restore?.last?.undoUntil && !restore.pending) {
    actions.push({ id: 'undo', title: 'Undo the last restore', group, icon: Undo2, run: () => attempt(undoRestore) });
  }
  return actions;
}

const jobActions = (jobs: readonly LiveJob[]): PaletteAction[] =>
  jobs
    .filter(({ job }) => isRunning(job.state))
    .map(({ job }) => ({
      id: `cancel:${job.id}`,
      title: `Cancel: ${job.title}`,
      group: 'Jobs',
      icon: CircleX,
      run: () => cancelJob(job.id),
    }));

const themes = [
  { theme: 'system', title: 'Theme: as the system', icon: Monitor },
  { theme: 'light', title: 'Theme: light', icon: Sun },
  { theme: 'dark', title: 'Theme: dark', icon: Moon },
] as const satisfies readonly { theme: Theme; title: string; icon: LucideIcon }[];

const themeActions: PaletteAction[] = themes.map(({ theme, title, icon }) => ({
  id: `theme:${theme}`,
  title,
  group: 'Settings',
  keywords: 'appearance colour',
  icon,
  run: () => attempt(() => saveSettings({ appearance: { theme } })),
}));

/** Backups come in only when something was typed that one of them has. */
function matchingBackups(backups: readonly BackupInfo[], query: string, go: (to: string) => void): PaletteAction[] {
  if (query.trim().length < 2) return [];
  return filterBackups(backups, query)
    .slice(0, 8)
    .map((backup) => ({
      id: `backup:${backup.id}`,
      title: `${formatDateTime(backup.createdAt)}${backup.label === null ? '' : ` · ${backup.label}`}`,
      group: `Backup · ${backup.type}`,
      icon: Archive,
      run: () => go(`/backups/${backup.id}`),
    }));
}
