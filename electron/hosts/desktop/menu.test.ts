import { describe, expect, it } from 'vitest';
import { applicationMenu } from './application-menu.ts';
import { type Command, type MenuEntry, toTemplate } from './menu.ts';

describe('toTemplate', () => {
  it('keeps what it is given and turns commands into clicks', () => {
    const ran: Command[] = [];
    const [line, gap, item, sub] = toTemplate(
      [
        { label: 'state', enabled: false },
        { separator: true },
        { label: 'Back up now', command: 'back-up', accelerator: 'Ctrl+B' },
        { label: 'Edit', submenu: [{ label: 'Copy', role: 'copy' }] },
      ],
      (command) => ran.push(command),
    );
    expect(line).toEqual({ label: 'state', enabled: false });
    expect(gap).toEqual({ type: 'separator' });
    expect(item).toMatchObject({ label: 'Back up now', accelerator: 'Ctrl+B' });
    expect(item).not.toHaveProperty('command');
    expect(sub?.submenu).toEqual([{ label: 'Copy', role: 'copy' }]);
    // Electron passes the item, the window and the event; none is used.
    Reflect.apply(item?.click ?? (() => undefined), undefined, []);
    expect(ran).toEqual(['back-up']);
  });
});

describe('applicationMenu', () => {
  const flat = (entries: MenuEntry[]): MenuEntry[] => entries.flatMap((entry) => ('submenu' in entry ? flat(entry.submenu) : [entry]));

  it.each(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'close', 'zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen'])(
    'has the keyboard role %s',
    (role) => {
      expect(flat(applicationMenu({ devTools: false })).some((entry) => 'role' in entry && entry.role === role)).toBe(true);
    },
  );

  it('shows developer tools only in a run from the sources', () => {
    const roles = (devTools: boolean) => flat(applicationMenu({ devTools })).flatMap((entry) => ('role' in entry ? [entry.role] : []));
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(true)).toContain('toggleDevTools');
  });

  it('gives no two entries one key', () => {
    const keys = flat(applicationMenu({ devTools: true })).flatMap((entry) =>
      'accelerator' in entry && entry.accelerator ? [entry.accelerator] : [],
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});
