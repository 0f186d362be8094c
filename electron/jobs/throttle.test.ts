import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttle } from './throttle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the first request calls at once', () => {
  const call = vi.fn();
  throttle(call, 200).request();
  expect(call).toHaveBeenCalledTimes(1);
});

test('a request each millisecond for a second makes five calls, and the last one', () => {
  const call = vi.fn();
  const throttled = throttle(call, 200);
  for (let at = 0; at < 999; at += 1) {
    throttled.request();
    vi.advanceTimersByTime(1);
  }
  expect(call).toHaveBeenCalledTimes(5);
  vi.advanceTimersByTime(200);
  expect(call).toHaveBeenCalledTimes(6);
});

test('a request after a pause calls at once again', () => {
  const call = vi.fn();
  const throttled = throttle(call, 200);
  throttled.request();
  vi.advanceTimersByTime(200);
  throttled.request();
  expect(call).toHaveBeenCalledTimes(2);
});

test('the last request is never lost', () => {
  const call = vi.fn();
  const throttled = throttle(call, 200);
  throttled.request();
  throttled.request();
  expect(call).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(200);
  expect(call).toHaveBeenCalledTimes(2);
});

test('a cancelled call does not come', () => {
  const call = vi.fn();
  const throttled = throttle(call, 200);
  throttled.request();
  throttled.request();
  throttled.cancel();
  vi.advanceTimersByTime(1_000);
  expect(call).toHaveBeenCalledTimes(1);
  throttled.request();
  expect(call).toHaveBeenCalledTimes(2);
});
