import type { ErrorData } from '#shared/errors.ts';
import { type Dialog, dialog } from './dialog.ts';

/** For what a menu set off: there is no page to show its error in. */
export const errorDialog = (error: ErrorData): Dialog<'close'> =>
  dialog({ type: 'error', title: 'Cofferdam', message: error.message, detail: [error.hint ?? ''] }, [{ label: 'Close', answer: 'close' }]);

/** After the page has crashed twice in a row. */
export const crashDialog = (reason: string): Dialog<'reload' | 'quit'> =>
  dialog(
    {
      type: 'error',
      title: 'Cofferdam',
      message: 'The window keeps crashing.',
      detail: [
        `Its process ended (${reason}). Jobs go on, and nothing of your data is touched.`,
        'The browser shows the same page: run `cofferdam serve --open` after quitting.',
      ],
    },
    [
      { label: 'Load it again', answer: 'reload' },
      { label: 'Quit', answer: 'quit' },
    ],
  );
