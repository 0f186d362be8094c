import type { ReactNode } from 'react';

/** An empty page teaches the first step. */
export function Empty({ icon, title, children, action }: { icon: ReactNode; title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 p-8 text-center">
      <div className="mb-2 text-faint" aria-hidden>
        {icon}
      </div>
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="max-w-96 text-muted">{children}</div>
      {action && <div className="mt-4 flex items-center gap-2">{action}</div>}
    </div>
  );
}
