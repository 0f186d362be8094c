import { type ReactNode, useEffect } from 'react';

/** Title of the page (and of the window) with its actions at the right. */
export function PageHeader({ title, summary, children }: { title: string; summary?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Cofferdam`;
  }, [title]);
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-5">
      <h1 className="text-lg font-semibold">{title}</h1>
      {summary && <div className="min-w-0 truncate text-muted">{summary}</div>}
      <div className="ml-auto flex items-center gap-1.5">{children}</div>
    </header>
  );
}
