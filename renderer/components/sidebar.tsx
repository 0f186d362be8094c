import { Search } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { openDialog } from '../lib/dialogs.ts';
import { isRunning } from '../lib/job-feed.ts';
import { useJobs } from '../lib/live.ts';
import { classes } from './classes.ts';
import { Kbd } from './kbd.tsx';
import { destinations, isAt } from '../lib/navigation.ts';

/** Names with icons; icons alone where the window is narrow. */
export function Sidebar() {
  const [location] = useLocation();
  const running = useJobs().filter(({ job }) => isRunning(job.state)).length;
  return (
    <header className="flex w-48 shrink-0 flex-col gap-3 border-r border-line bg-sunken p-2 max-[1023px]:w-12">
      <div className="flex h-8 items-center gap-2 px-1.5">
        <img src="./icon.svg" alt="" className="size-5 rounded-sm" />
        <span className="font-semibold max-[1023px]:hidden">Cofferdam</span>
      </div>
      <button
        type="button"
        aria-keyshortcuts="Control+K"
        title="Search pages and actions (Ctrl+K)"
        onClick={() => openDialog({ kind: 'palette' })}
        className="flex h-7 items-center gap-2 rounded-md border border-line bg-bg px-2 text-faint hover:border-line-strong max-[1023px]:justify-center max-[1023px]:px-0"
      >
        <Search size={14} aria-hidden />
        <span className="flex-1 text-left max-[1023px]:sr-only">
          Search<span className="sr-only"> pages and actions</span>
        </span>
        <span className="flex gap-0.5 max-[1023px]:hidden" aria-hidden>
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <nav aria-label="Main" className="flex flex-col gap-0.5">
        {destinations.map(({ to, name, icon: Icon }) => {
          const here = isAt(location, to);
          return (
            <Link
              key={to}
              href={to}
              title={name}
              aria-current={here ? 'page' : undefined}
              className={classes(
                'flex h-7 items-center gap-2.5 rounded-md px-2',
                here ? 'bg-active font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
              )}
            >
              <Icon size={15} aria-hidden className={classes('shrink-0', here && 'text-accent-text')} />
              <span className="flex-1 max-[1023px]:sr-only">{name}</span>
              {to === '/jobs' && running > 0 && (
                <span
                  className="rounded-full bg-accent px-1.5 text-xs text-on-accent max-[1023px]:sr-only"
                  aria-label={`${running} running`}
                  role="img"
                >
                  {running}
                </span>
              )}
            </Link>
          );
        })}
      </nav>
    </header>
  );
}
