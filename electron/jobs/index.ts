export { type JobContext, type JobRequest, Jobs, type JobsOptions } from './jobs.ts';
