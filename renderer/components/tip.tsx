import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

/** A word about a control, for the pointer and for the keyboard. The control keeps its own accessible name. */
export function Tip({ text, children }: { text: string; children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="appear max-w-72 rounded-md border border-line bg-raised px-2 py-1 text-sm shadow-raised">
            {text}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
