import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { Frame } from './components/frame.tsx';
import { Toasts } from './components/toasts.tsx';
import { queryClient } from './lib/live.ts';

/** Pages live in the part after `#`: it works the same under http:// and app://, and no host has to know our routes. */
export function App() {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <Router hook={useHashLocation}>
          <Tooltip.Provider delay={500}>
            <Toasts>
              <Frame />
            </Toasts>
          </Tooltip.Provider>
        </Router>
      </QueryClientProvider>
    </CSPProvider>
  );
}
