import type { MenuEntry } from './menu.ts';

/** The window's menu bar, reached with Alt: the keys that a desktop app is expected to know. The page has its own. */
export const applicationMenu = ({ devTools }: { devTools: boolean }): MenuEntry[] => [
  {
    label: '&File',
    submenu: [
      { label: '&Back up now', command: 'back-up' },
      { separator: true },
      { label: '&Settings', command: 'settings', accelerator: 'Ctrl+,' },
      { label: '&Close window', role: 'close', accelerator: 'Ctrl+W' },
      { label: '&Quit', command: 'quit', accelerator: 'Ctrl+Q' },
    ],
  },
  {
    label: '&Edit',
    submenu: [
      { label: '&Undo', role: 'undo' },
      { label: '&Redo', role: 'redo' },
      { separator: true },
      { label: 'Cu&t', role: 'cut' },
      { label: '&Copy', role: 'copy' },
      { label: '&Paste', role: 'paste' },
      { label: 'Select &all', role: 'selectAll' },
    ],
  },
  {
    label: '&View',
    submenu: [
      { label: '&Backups', command: 'backups' },
      { label: '&Jobs', command: 'jobs' },
      { label: '&Doctor', command: 'doctor' },
      { separator: true },
      { label: 'Zoom &in', role: 'zoomIn', accelerator: 'Ctrl+=' },
      { label: 'Zoom &out', role: 'zoomOut' },
      { label: 'Actual &size', role: 'resetZoom' },
      { label: '&Full screen', role: 'togglefullscreen' },
      ...(devTools ? ([{ separator: true }, { label: '&Developer tools', role: 'toggleDevTools' }] satisfies MenuEntry[]) : []),
    ],
  },
];
