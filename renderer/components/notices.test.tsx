import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { ErrorNotice } from './error-notice.tsx';
import { ProgressBar } from './progress-bar.tsx';

describe('an error notice', () => {
  const error = { code: 'IO', message: 'Can’t read it', hint: 'Check the disk.' } as const;

  test('has message, hint, copy and details', () => {
    const markup = renderToStaticMarkup(<ErrorNotice error={error} />);
    for (const part of ['role="alert"', 'Can’t read it', 'Check the disk.', 'Copy', 'Details']) expect(markup).toContain(part);
  });

  test('offers a retry only where there is one', () => {
    expect(renderToStaticMarkup(<ErrorNotice error={error} />)).not.toContain('Retry');
    expect(renderToStaticMarkup(<ErrorNotice error={error} onRetry={() => undefined} />)).toContain('Retry');
  });

  test('never shows a stack', () => {
    expect(renderToStaticMarkup(<ErrorNotice error={new Error('broken')} />)).not.toContain('notices.test');
  });
});

describe('a progress bar', () => {
  const progress = { phase: 'Reading', done: 999, total: 1000, unit: 'bytes', item: null } as const;

  test('is named by its job and says phase and amount', () => {
    const markup = renderToStaticMarkup(<ProgressBar label="Back up full" progress={progress} />);
    expect(markup).toContain('aria-label="Back up full"');
    expect(markup).toContain('aria-valuetext="Reading, 999 B of 1000 B"');
  });

  test('stays below 100 while it runs', () => {
    expect(renderToStaticMarkup(<ProgressBar label="x" progress={{ ...progress, done: 1000 }} />)).toContain('aria-valuenow="99"');
  });

  test('has no value while the total is not known', () => {
    expect(renderToStaticMarkup(<ProgressBar label="x" progress={{ ...progress, total: null }} />)).not.toContain('aria-valuenow');
  });
});
