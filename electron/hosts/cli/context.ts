import type { Home } from '../../boot/home.ts';
import type { Output } from './output.ts';
import type { Stop } from './stop.ts';

/** What every verb gets. */
export interface CliContext {
  home: Home;
  output: Output;
  stop: Stop;
}

/** A verb; what it answers is the exit code, 0 if nothing. */
export type Verb = (context: CliContext) => Promise<number | void>;
