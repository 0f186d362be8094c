import { serveTask } from '../workers/index.ts';
import { checkDatabases } from './health.ts';

serveTask(checkDatabases);
