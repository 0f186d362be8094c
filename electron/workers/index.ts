export { runTask, type TaskOptions } from './run-task.ts';
export { serveTask, type TaskContext } from './serve-task.ts';
