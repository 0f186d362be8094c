import { serveTask } from '../../workers/index.ts';
import { stageArchive } from './stage-archive.ts';

serveTask(stageArchive);
