import { serveTask } from '../workers/index.ts';
import { inspectArchive } from './inspect-archive.ts';

serveTask(inspectArchive);
