import { describe, expect, it } from 'vitest';
import { Doors } from './doors.ts';

describe('Doors', () => {
  it('opens one session with each link', () => {
    const doors = new Doors(4790);
    const link = doors.newLink();
    const cookie = doors.openSession(link);
    expect(cookie).toMatch(/^cofferdam-4790=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(doors.openSession(link)).toBeNull();
  });

  it('knows its session among other cookies', () => {
    const doors = new Doors(4790);
    const [pair] = String(doors.openSession(doors.newLink())).split(';');
    expect(doors.hasSession({ cookie: `theme=dark; ${pair}; x=y=z` })).toBe(true);
    expect(doors.hasSession({ cookie: `x${pair}` })).toBe(false);
    expect(doors.hasSession({})).toBe(false);
  });

  it('is not shut out by a cookie of the same name that another port has set', () => {
    const doors = new Doors(4790);
    const [pair] = String(doors.openSession(doors.newLink())).split(';');
    expect(doors.hasSession({ cookie: `cofferdam-4790=planted; ${pair}` })).toBe(true);
    expect(doors.hasSession({ cookie: 'cofferdam-4790=planted; cofferdam-4790' })).toBe(false);
  });

  it('does not take one secret for another', () => {
    const doors = new Doors(4790);
    const link = doors.newLink();
    const token = doors.newToken();
    expect(doors.openSession(token)).toBeNull();
    expect(doors.hasToken({ authorization: `Bearer ${link}` })).toBe(false);
    expect(doors.hasToken({ authorization: `Bearer ${token}` })).toBe(true);
    expect(doors.hasToken({ authorization: `Basic ${token}` })).toBe(false);
  });
});
