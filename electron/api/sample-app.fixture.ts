import type { App } from '../boot/index.ts';
import { homeAt } from '../boot/home.ts';
import { Events } from '../events/index.ts';
import { silentLog } from '../log/index.ts';

/** An app of which only the parts a test names exist; touching another fails the test. */
export function sampleApp(parts: { [Part in keyof App]?: App[Part] extends object ? Partial<App[Part]> : App[Part] } = {}): App {
  return {
    host: 'web',
    home: homeAt('/nonexistent'),
    log: silentLog,
    events: new Events(),
    info: () => ({
      version: '0.1.0',
      host: 'web',
      home: '/nonexistent',
      pid: process.pid,
      startedAt: '2026-11-20T12:00:00.000Z',
      node: process.version,
      sqlite: '3.51.0',
      startup: [],
      restartUnavailable: null,
    }),
    ...parts,
  } as App;
}
