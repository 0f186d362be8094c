import { CircleAlert, RotateCw } from 'lucide-react';
import { errorDataOf, errorText } from '../lib/errors.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

/** An error where it happened: what, what to do, the details on demand. */
export function ErrorNotice({ error: thrown, onRetry, title }: { error: unknown; onRetry?: (() => void) | undefined; title?: string }) {
  const error = errorDataOf(thrown);
  return (
    <div role="alert" className="flex gap-2.5 rounded-md border border-error-line bg-error-soft p-3">
      <CircleAlert size={16} className="mt-0.5 shrink-0 text-error" aria-hidden />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        <p className={title ? 'break-words' : 'font-medium break-words'}>{error.message}</p>
        {error.hint && <p className="break-words text-muted">{error.hint}</p>}
        <div className="mt-2 flex flex-wrap items-start gap-1.5">
          {onRetry && (
            <Button small icon={<RotateCw size={13} />} onClick={onRetry}>
              Retry
            </Button>
          )}
          <CopyButton text={errorText(error)} />
          <details className="min-w-0 basis-full text-sm">
            <summary className="w-fit rounded-sm text-muted hover:text-text">Details</summary>
            <pre className="mt-1 overflow-auto rounded-sm bg-bg p-2 font-mono text-xs whitespace-pre-wrap select-text">
              {errorText(error)}
            </pre>
          </details>
        </div>
      </div>
    </div>
  );
}
