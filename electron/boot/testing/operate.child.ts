/** Runs one operation on a home, for tests that kill it in the midst: `operate.child.ts HOME OPERATION`. */
import { isFinished } from '#shared/contract/job.ts';
import { defaultRestoreOptions } from '#shared/contract/backup.ts';
import { homeAt } from '../home.ts';
import { startApp } from '../start.ts';

const [, , root = '', operation] = process.argv;
const app = await startApp({ home: homeAt(root), host: 'cli', applyRestore: operation === 'start' });
try {
  switch (operation) {
    case 'start':
      break;
    case 'create':
      await finish(app.backup.create({ type: 'full' }).id);
      break;
    case 'stage':
    case 'stage-merge': {
      const [backup] = (await app.backup.list()).filter(({ createdBy }) => createdBy === 'manual');
      const options = { ...defaultRestoreOptions(), overwriteExisting: operation === 'stage' };
      await finish((await app.backup.restore(backup?.id ?? '', options)).id);
      break;
    }
    case 'undo':
      await app.backup.undo();
      break;
    default:
      throw new Error(`no operation ${operation}`);
  }
} finally {
  await app.close();
}

async function finish(id: string): Promise<void> {
  const job = await app.jobs.wait(id);
  if (!isFinished(job.state) || job.state !== 'succeeded') throw new Error(JSON.stringify(job));
}
