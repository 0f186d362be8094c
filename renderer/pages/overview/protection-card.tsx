import { Shield, ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { AppStatus } from '#shared/contract/app.ts';
import type { BackupInfo } from '#shared/contract/backup.ts';
import { formatBytes, formatCount } from '#shared/format.ts';
import { toneText } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { classes } from '../../components/classes.ts';
import { Time } from '../../components/time.tsx';
import { backUpNow, verifyBackups } from '../../lib/actions.ts';
import { type Protection, protectionOf } from '../../lib/protection.ts';
import { notBefore, useNow } from '../../lib/use-now.ts';

const icons = { ok: ShieldCheck, warning: ShieldAlert, error: ShieldAlert, neutral: Shield };

/** The answer first, then the figures behind it. */
export function ProtectionCard({ status, backups }: { status: AppStatus; backups: readonly BackupInfo[] }) {
  const newest = backups[0];
  const verified = status.lastVerifiedBackup;
  const clock = useNow();
  const protection = protectionOf(status, backups, verified ? notBefore(clock, verified.createdAt) : clock);
  const Icon = icons[protection.tone];
  return (
    <section aria-label="Protection" className="rounded-lg border border-line">
      <div className="flex items-center gap-4 p-5">
        <Icon size={32} strokeWidth={1.5} className={classes('shrink-0', toneText[protection.tone])} aria-hidden />
        <div className="min-w-0 flex-1">
          <h2 className="text-xl font-semibold">{protection.title}</h2>
          <p className="text-muted">{protection.message}</p>
        </div>
        <Remedy protection={protection} newest={newest} />
      </div>
      <dl className="grid grid-cols-4 border-t border-line">
        <Figure name="Last backup">{newest ? <BackupLink id={newest.id} at={newest.createdAt} /> : 'None'}</Figure>
        <Figure name="Last verified">{verified ? <BackupLink id={verified.id} at={verified.createdAt} /> : 'None'}</Figure>
        <Figure name="Backups">{formatCount(backups.length)}</Figure>
        <Figure name="Size on disk">{formatBytes(backups.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))}</Figure>
      </dl>
    </section>
  );
}

function Remedy({ protection, newest }: { protection: Protection; newest: BackupInfo | undefined }) {
  const [, go] = useLocation();
  switch (protection.action) {
    case 'verify-newest':
      return newest ? <Button onClick={() => verifyBackups([newest.id], false)}>Verify newest</Button> : null;
    case 'doctor':
      return <Button onClick={() => go('/doctor')}>Open Doctor</Button>;
    case 'create':
      return newest ? <Button onClick={backUpNow}>Make a new backup</Button> : null;
    case null:
      return null;
  }
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="border-r border-line px-5 py-3 last:border-0">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="truncate text-lg">{children}</dd>
  </div>
);

const BackupLink = ({ id, at }: { id: string; at: string }) => (
  <Link href={`/backups/${id}`} className="rounded-sm hover:underline">
    <Time at={at} />
  </Link>
);
