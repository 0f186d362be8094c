import type { Area, RestoreChanges } from '#shared/contract/backup.ts';
import type { TaskContext } from '../../workers/index.ts';
import { scanArea } from '../scan-area.ts';
import { computeChanges, type Incoming, liveRows } from './changes.ts';

export interface UndoChangesInput {
  backupId: string;
  /** When the state kept aside was replaced. */
  keptSince: string;
  areas: Area[];
  asideRoots: Partial<Record<Area, string>>;
  roots: Partial<Record<Area, string>>;
}

/** What bringing back the areas kept aside would change. Runs in a worker. */
export function undoChanges(input: UndoChangesInput, { check }: TaskContext): Promise<RestoreChanges> {
  const incoming = input.areas.flatMap((area) =>
    scanArea(area, input.asideRoots[area] ?? '', check).found.map((file): Incoming => {
      const { path, kind, stats, absolute } = file;
      const rows = kind === 'sqlite' ? (liveRows(absolute) ?? {}) : undefined;
      return {
        path,
        area,
        kind,
        size: kind === 'folder' ? 0 : stats.size,
        mtime: new Date(stats.mtimeMs).toISOString(),
        file,
        ...(rows ? { rows } : {}),
      };
    }),
  );
  const { backupId, keptSince, areas, roots } = input;
  return computeChanges({ backupId, backupCreatedAt: keptSince, areas, incoming, roots, overwriteExisting: true }, check);
}
