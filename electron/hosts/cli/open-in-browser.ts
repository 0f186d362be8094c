import { spawn } from 'node:child_process';
import type { Output } from './output.ts';

/** Opens a link where there is a screen. Failing is no error: the link was printed. */
export async function openInBrowser(url: string, output: Output, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return output.note('There is no screen here; open the link in a browser on this machine.');
  // Not through electron/process: the browser must outlive us, and nothing of it is read.
  const child = spawn('xdg-open', [url], { detached: true, stdio: 'ignore' });
  await new Promise<void>((resolve) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      output.note(`xdg-open did not start (${error.message}); open the link yourself.`);
      resolve();
    });
  });
  child.unref();
}
