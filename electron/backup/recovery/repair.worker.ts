import { serveTask } from '../../workers/index.ts';
import { repairCopy } from './repair-copy.ts';

serveTask(repairCopy);
