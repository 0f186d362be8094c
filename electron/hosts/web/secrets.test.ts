import { describe, expect, it } from 'vitest';
import { Secrets } from './secrets.ts';

describe('Secrets', () => {
  it('mints 256 bits that fit into a URL and a cookie', () => {
    const secret = new Secrets(2).mint();
    expect(secret).toMatch(/^[\w-]{43}$/);
  });

  it('knows what it gave out and nothing else', () => {
    const secrets = new Secrets(2);
    const secret = secrets.mint();
    expect([secrets.has(secret), secrets.has(`${secret}x`), secrets.has(''), secrets.has(undefined)]).toEqual([true, false, false, false]);
  });

  it('lets each be taken once', () => {
    const secrets = new Secrets(2);
    const secret = secrets.mint();
    expect([secrets.take(secret), secrets.take(secret), secrets.has(secret)]).toEqual([true, false, false]);
  });

  it('forgets the oldest beyond its limit', () => {
    const secrets = new Secrets(2);
    const [first, second, third] = [secrets.mint(), secrets.mint(), secrets.mint()];
    expect([first, second, third].map((secret) => secrets.has(secret))).toEqual([false, true, true]);
  });

  it('forgets each when its time is up', () => {
    let now = 0;
    const secrets = new Secrets(2, 1_000, () => now);
    const secret = secrets.mint();
    now = 999;
    expect(secrets.has(secret)).toBe(true);
    now = 1_000;
    expect([secrets.has(secret), secrets.take(secret)]).toEqual([false, false]);
  });
});
