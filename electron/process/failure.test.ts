import { expect, test } from 'vitest';
import { type Ended, explainFailure } from './failure.ts';

const limits = { timeoutMs: 1_500, maxOutputBytes: 1_000 };
const ended = (result: Partial<Ended['result']>, more: Partial<Ended> = {}): Ended => ({
  tool: 'tool',
  command: 'tool -x',
  stderr: '',
  startError: 'no reason',
  result: { timedOut: false, isCanceled: false, isMaxBuffer: false, ...result },
  ...more,
});

test.each([
  ['cancelled', { isCanceled: true, signal: 'SIGTERM' }, 'CANCELLED', 'tool was cancelled'],
  ['out of time', { timedOut: true, signal: 'SIGKILL' }, 'TIMEOUT', 'tool did not finish within 1.5 s and was ended'],
  ['too much output', { isMaxBuffer: true, signal: 'SIGTERM' }, 'IO', 'tool printed more than 1000 bytes and was ended'],
  ['ended by somebody else', { signal: 'SIGSEGV' }, 'IO', 'tool was ended by SIGSEGV'],
  ['a bad exit', { exitCode: 3 }, 'IO', 'tool failed with exit code 3'],
  ['not there', { code: 'ENOENT' }, 'TOOL_MISSING', 'tool is not installed'],
  ['not allowed', { code: 'EACCES' }, 'PERMISSION_DENIED', 'tool may not be run'],
  ['arguments too long', { code: 'E2BIG' }, 'INVALID_INPUT', "tool can't be started: its arguments are longer than the system allows"],
  ['no process left', { code: 'EAGAIN' }, 'IO', 'tool could not be started: no reason'],
] as const)('%s', (_name, result, code, message) => {
  expect(explainFailure(ended(result), limits)).toMatchObject({ code, message, op: 'process.run' });
});

test('the message ends with the last line the tool printed, the details have the tail', () => {
  const error = explainFailure(ended({ exitCode: 1 }, { stderr: 'warming up\ncannot open disk\n\n' }), limits);
  expect(error.message).toBe('tool failed with exit code 1: cannot open disk');
  expect(error.details).toEqual({ exitCode: 1, stderrTail: 'warming up\ncannot open disk', command: 'tool -x' });
});

test('the tail is bounded', () => {
  const error = explainFailure(ended({ exitCode: 1 }, { stderr: 'x'.repeat(10_000) }), limits);
  expect(error.details?.['stderrTail']).toHaveLength(2_000);
  expect(error.message.length).toBeLessThan(400);
});

test('a missing tool comes with the way to get it', () => {
  expect(explainFailure(ended({ code: 'ENOENT' }, { tool: 'virsh' }), limits).hint).toContain('apt install libvirt-clients');
});
