import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { closeDialog } from '../lib/dialogs.ts';
import { classes } from './classes.ts';

export interface ModalProps {
  title: string;
  description?: ReactNode;
  wide?: boolean;
  /** Asks something that Escape or a click beside it must not answer by accident. */
  alert?: boolean;
  children: ReactNode;
  footer?: ReactNode;
}

/** The one shape of our dialogs: title, body that scrolls, footer that stays. Its accessible name is the title. */
export function Modal({ title, description, wide = false, alert = false, children, footer }: ModalProps) {
  const popup = useRef<HTMLDivElement>(null);
  // Focus goes to the field that is to be filled in, else to the dialog itself: never to a button that Enter would press by accident.
  const firstFocus = (): HTMLElement | null => popup.current?.querySelector<HTMLElement>('[data-autofocus]') ?? popup.current;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closeDialog()} disablePointerDismissal={alert}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity data-starting-style:opacity-0" />
        <Dialog.Popup
          ref={popup}
          initialFocus={firstFocus}
          {...(alert ? { role: 'alertdialog' } : {})}
          className={classes(
            'appear fixed top-1/2 left-1/2 z-30 flex max-h-[calc(100vh-32px)] max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-raised shadow-raised outline-none',
            wide ? 'w-[860px]' : 'w-[480px]',
          )}
        >
          <div className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-lg font-semibold">{title}</Dialog.Title>
              {description && <Dialog.Description className="text-muted">{description}</Dialog.Description>}
            </div>
            <Dialog.Close
              aria-label="Close"
              className="-mt-0.5 -mr-2 flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
            >
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          {/* Without a footer there may be nothing else that the keyboard can scroll by. */}
          <div
            className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-4"
            {...(footer ? {} : { tabIndex: 0, role: 'group', 'aria-label': title })}
          >
            {children}
          </div>
          {footer && <div className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
