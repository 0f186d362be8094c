export { type JobContext, type JobRequest, Jobs } from './jobs.ts';
