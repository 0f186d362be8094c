import { shortcuts } from '../lib/shortcuts.ts';
import { Kbd } from './kbd.tsx';
import { Modal } from './modal.tsx';

export function KeysDialog() {
  const groups = [...new Set(shortcuts.map(({ group }) => group))];
  return (
    <Modal title="Keys">
      {groups.map((group) => (
        <section key={group} className="mb-4 last:mb-0">
          <h3 className="mb-1 text-sm text-muted">{group}</h3>
          <ul>
            {shortcuts
              .filter((shortcut) => shortcut.group === group)
              .map(({ keys, what }) => (
                <li key={what} className="flex h-7 items-center justify-between border-b border-line last:border-0">
                  {what}
                  <span className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Modal>
  );
}
