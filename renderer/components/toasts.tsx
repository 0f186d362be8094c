import { Toast } from '@base-ui/react/toast';
import { LoaderCircle, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ErrorData } from '#shared/errors.ts';
import { errorText } from '../lib/errors.ts';
import { type ToastData, toastManager } from '../lib/toasts.ts';
import { CopyButton } from './copy-button.tsx';
import { ToneIcon } from './tone-icon.tsx';

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={toastManager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-10 z-20 flex w-80 flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager<ToastData>();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="appear rounded-lg border border-line bg-raised p-3 shadow-raised data-limited:hidden"
    >
      <Toast.Content className="flex items-start gap-2.5">
        <span className="mt-0.5">
          {toast.data?.busy ? (
            <LoaderCircle size={14} className="animate-spin text-faint" aria-hidden />
          ) : (
            <ToneIcon tone={toast.data?.tone ?? 'ok'} />
          )}
        </span>
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium break-words" />
          <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
            <Toast.Description className="min-w-0 break-words text-muted" />
            {toast.data?.jobId !== undefined && (
              <Link
                href={`/jobs/${toast.data.jobId}`}
                onClick={() => toastManager.close(toast.id)}
                className="shrink-0 rounded-sm text-accent-text underline underline-offset-2"
              >
                Show the job
              </Link>
            )}
          </div>
          {toast.data?.error && <ErrorFoot error={toast.data.error} />}
        </div>
        <Toast.Close aria-label="Close notification" className="rounded-sm p-0.5 text-muted hover:bg-hover hover:text-text">
          <X size={14} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

const ErrorFoot = ({ error }: { error: ErrorData }) => (
  <>
    {error.hint && <p className="text-sm break-words text-muted">{error.hint}</p>}
    <CopyButton text={errorText(error)} className="mt-1.5" />
  </>
);
