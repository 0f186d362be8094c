import { useQuery } from '@tanstack/react-query';
import { LoaderCircle, Unplug } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { connection, orpc } from '../lib/client.ts';
import { restartText } from '../lib/restart-text.ts';

/** Covers the page while there is nobody to ask. A moment's interruption is not worth a flicker. */
export function ConnectionOverlay() {
  const state = useSyncExternalStore(connection.subscribe, connection.state, connection.state);
  const away = state.phase === 'lost' || state.phase === 'restarting';
  // Nobody can be asked now: what was known last is what is being applied.
  const { data: restore } = useQuery({ ...orpc.backup.pending.queryOptions(), enabled: false });
  const shown = useAfter(away, state.phase === 'restarting' ? 0 : 400);
  if (!away || !shown) return null;
  const restarting = state.phase === 'restarting';
  return (
    <div
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="connection-title"
      className="fixed inset-0 z-50 flex items-center justify-center bg-scrim"
    >
      <div className="flex w-96 max-w-[90vw] items-start gap-3 rounded-lg border border-line bg-raised p-5 shadow-raised">
        {restarting ? (
          <LoaderCircle size={20} className="mt-0.5 shrink-0 animate-spin text-accent-text" aria-hidden />
        ) : (
          <Unplug size={20} className="mt-0.5 shrink-0 text-warning" aria-hidden />
        )}
        <div aria-live="polite">
          <h2 id="connection-title" className="font-semibold">
            {restarting
              ? 'Restarting…'
              : state.phase === 'lost' && state.signedOut
                ? 'This page is no longer signed in'
                : 'Cofferdam does not answer'}
          </h2>
          <p className="text-muted">
            {restarting
              ? restartText(restore?.pending ?? null)
              : state.phase === 'lost' && state.signedOut
                ? 'Open the address that “cofferdam serve” printed when it started.'
                : 'Trying again. If it was stopped, start it again; this page finds it by itself.'}
          </p>
        </div>
      </div>
    </div>
  );
}

/** True once `on` has held for so many milliseconds. */
function useAfter(on: boolean, ms: number): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!on) return setHeld(false);
    const timer = setTimeout(() => setHeld(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return on && (held || ms === 0);
}
