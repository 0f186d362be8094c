import { serveTask } from '../../workers/index.ts';
import { databaseFromBackup } from './from-backup.ts';

serveTask(databaseFromBackup);
