import { Menu } from '@base-ui/react/menu';
import { Download, Ellipsis, History, ShieldCheck, Trash2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { CommandButton } from '../../components/command-button.tsx';
import { classes } from '../../components/classes.ts';
import { Time } from '../../components/time.tsx';
import { verifyBackups } from '../../lib/actions.ts';
import { commands } from '../../lib/commands.ts';
import { describeBackup, isIdentified } from '../../lib/describe-backup.ts';
import { openDialog } from '../../lib/dialogs.ts';
import { isRestorable, standingOf } from '../../lib/standing.ts';

/** Title of the chosen backup and what can be done with it. */
export function BackupActions({ backup, onClose }: { backup: BackupInfo; onClose: () => void }) {
  const { id } = backup;
  const standing = standingOf(backup);
  return (
    <div className="shrink-0 px-5 pt-3 pb-2">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-2 text-lg font-semibold">
            <Time at={backup.createdAt} absolute />
            {isIdentified(backup) && <Badge>{backup.type}</Badge>}
            <Badge tone={standing.tone}>{standing.label}</Badge>
          </h2>
          <p className="truncate text-muted">{describeBackup(backup)}</p>
        </div>
        <IconButton label="Close the backup" onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className="mt-2.5 flex flex-wrap items-center gap-1.5">
        <Button
          variant="primary"
          icon={<History size={14} aria-hidden />}
          onClick={() => openDialog({ kind: 'restore', id })}
          unavailable={isRestorable(backup) ? null : 'This archive can’t be read. Choose another backup.'}
        >
          Restore…
        </Button>
        <Button icon={<ShieldCheck size={14} aria-hidden />} onClick={() => verifyBackups([id], false)}>
          Verify
        </Button>
        <Button onClick={() => verifyBackups([id], true)}>Deep verify</Button>
        <MoreMenu backup={backup} />
        <CommandButton command={commands.backupVerify(id, false)} what="Verify" />
      </div>
    </div>
  );
}

function MoreMenu({ backup: { id, pinnedBy } }: { backup: BackupInfo }) {
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <Button aria-label="More actions" className="w-7 px-0!">
            <Ellipsis size={15} aria-hidden />
          </Button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="z-20">
          <Menu.Popup className="appear min-w-44 rounded-lg border border-line bg-raised p-1 shadow-raised outline-none">
            <MenuItem onClick={() => openDialog({ kind: 'export', id })} icon={<Download size={14} aria-hidden />}>
              Export…
            </MenuItem>
            <MenuItem
              onClick={() => openDialog({ kind: 'delete', id })}
              icon={<Trash2 size={14} aria-hidden />}
              danger
              disabled={pinnedBy !== null}
            >
              Delete…
            </MenuItem>
            {pinnedBy !== null && <p className="max-w-56 px-2 pb-1.5 text-sm text-muted">Can’t be deleted: held by {pinnedBy}.</p>}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface MenuItemProps {
  icon: ReactNode;
  onClick: () => void;
  danger?: boolean;
  disabled?: boolean;
  children: ReactNode;
}

const MenuItem = ({ icon, onClick, danger = false, disabled = false, children }: MenuItemProps) => (
  <Menu.Item
    onClick={onClick}
    disabled={disabled}
    className={classes(
      'flex h-7 items-center gap-2 rounded-md px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-active',
      danger && 'text-error',
    )}
  >
    {icon}
    {children}
  </Menu.Item>
);
