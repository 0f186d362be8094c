import { expect, test } from 'vitest';
import { toolHint } from './tool-hint.ts';

test('names the package, which may be called otherwise than the tool', () => {
  expect(toolHint('qemu-img')).toBe('Install it, on Debian and Ubuntu with: sudo apt install qemu-utils');
  expect(toolHint('unzip')).toContain('apt install unzip');
});

test('of a path it says to look there', () => {
  expect(toolHint('/opt/x/tool')).toBe('Check that /opt/x/tool is there and may be run.');
});
