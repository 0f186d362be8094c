import { Popover } from '@base-ui/react/popover';
import { useQuery } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import { orpc } from '../lib/client.ts';
import { type Command, commandLine } from '../lib/commands.ts';
import { IconButton } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

/** The command that does the same as the action beside it. `what` names that action. */
export function CommandButton({ command, what, small }: { command: Command; what: string; small?: boolean }) {
  const { data: info } = useQuery(orpc.app.info.queryOptions());
  return <CommandPopover line={commandLine(command, info?.home)} what={what} {...(small === undefined ? {} : { small })} />;
}

/** The same for a command line that is already made. */
export function CommandPopover({ line, what, small = false }: { line: string; what: string; small?: boolean }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <IconButton label="Show the command" aria-description={what} small={small}>
            <SquareTerminal size={15} aria-hidden />
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="z-50">
          <Popover.Popup className="appear w-max max-w-[min(520px,90vw)] rounded-lg border border-line bg-raised p-3 shadow-raised">
            <Popover.Title className="mb-2 text-sm text-muted">{what}, from a terminal</Popover.Title>
            <div className="flex items-start gap-2">
              <code className="min-w-0 flex-1 rounded-sm bg-sunken px-2 py-1 font-mono text-sm break-all select-text">{line}</code>
              <CopyButton text={line} />
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
