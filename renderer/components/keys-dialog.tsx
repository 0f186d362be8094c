import { Fragment } from 'react';
import { shortcuts } from '../lib/shortcuts.ts';
import { Kbd } from './kbd.tsx';
import { Modal } from './modal.tsx';

export function KeysDialog() {
  const groups = [...new Set(shortcuts.map(({ group }) => group))];
  return (
    <Modal title="Keys" wide>
      <div className="columns-2 gap-10 max-[699px]:columns-1">
        {groups.map((group) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-sm text-muted">{group}</h3>
            <ul>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys, what }) => (
                  <li key={what} className="flex h-7 items-center justify-between border-b border-line last:border-0">
                    {what}
                    <span className="flex items-center gap-1">
                      {keys.map((key, at) => (
                        <Fragment key={key}>
                          {at > 0 && group === 'Go to' && <span className="text-sm text-faint">then</span>}
                          <Kbd>{key}</Kbd>
                        </Fragment>
                      ))}
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}
