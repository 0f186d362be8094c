export { findTool } from './find-tool.ts';
export { quoteArgument, quoteCommand } from './quote.ts';
export { run } from './run.ts';
