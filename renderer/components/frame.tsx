import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { orpc } from '../lib/client.ts';
import { applyTheme } from '../lib/theme.ts';
import { useShortcuts } from '../lib/use-shortcuts.ts';
import { Pages } from '../pages/pages.tsx';
import { ConnectionOverlay } from './connection-overlay.tsx';
import { Dialogs } from './dialogs.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { PendingBanner } from './pending-banner.tsx';
import { Sidebar } from './sidebar.tsx';
import { SkeletonRows } from './skeleton.tsx';
import { StatusBar } from './status-bar.tsx';

export function Frame() {
  const main = useRef<HTMLElement>(null);
  const [location] = useLocation();
  useShortcuts();
  useThemeSetting();
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        onClick={(event) => {
          // The part after # is the page, so the browser must not follow it.
          event.preventDefault();
          main.current?.focus();
        }}
        className="fixed top-1 left-1 z-50 -translate-y-12 rounded-md bg-accent px-3 py-1 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <div className="flex min-w-0 flex-1 flex-col">
          <PendingBanner />
          <main id="main" ref={main} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
            <ErrorBoundary resetKey={location}>
              <Suspense fallback={<SkeletonRows label="Loading the page" />}>
                <Pages />
              </Suspense>
            </ErrorBoundary>
          </main>
        </div>
      </div>
      <StatusBar />
      <Suspense>
        <Dialogs />
      </Suspense>
      <ConnectionOverlay />
    </div>
  );
}

function useThemeSetting(): void {
  const { data } = useQuery(orpc.settings.get.queryOptions());
  const theme = data?.settings.appearance.theme;
  useEffect(() => {
    if (theme !== undefined) applyTheme(theme);
  }, [theme]);
}
