import { serveTask } from '../../workers/index.ts';
import { undoChanges } from './undo-changes.ts';

serveTask(undoChanges);
