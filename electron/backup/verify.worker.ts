import { serveTask } from '../workers/index.ts';
import { verifyTask } from './verify-task.ts';

serveTask(verifyTask);
