export { findTool } from './find-tool.ts';
export { quoteArgument, quoteCommand } from './quote.ts';
export { type RunOptions, type RunResult, run } from './run.ts';
