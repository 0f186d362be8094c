import { serveTask } from '../workers/index.ts';
import { createArchive } from './create-archive.ts';

serveTask(createArchive);
