import { serveTask } from '../../workers/index.ts';
import { extractShare } from './extract-share.ts';

serveTask(extractShare);
