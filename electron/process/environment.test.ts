import { expect, test } from 'vitest';
import { childEnvironment } from './environment.ts';

test('only what is allowed gets through', () => {
  const source = {
    PATH: '/bin',
    HOME: '/home/a',
    XDG_RUNTIME_DIR: '/run/user/1',
    DISPLAY: ':0',
    AWS_SECRET_ACCESS_KEY: 'x',
    NODE_OPTIONS: '--inspect',
    LD_PRELOAD: '/x.so',
    COFFERDAM_HOME: '/h',
  };
  expect(childEnvironment({}, source)).toEqual({
    PATH: '/bin',
    HOME: '/home/a',
    XDG_RUNTIME_DIR: '/run/user/1',
    DISPLAY: ':0',
    LC_ALL: 'C',
  });
});

test('messages come in the C locale, whatever ours is', () => {
  expect(childEnvironment({}, { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8', LC_MESSAGES: 'de_DE.UTF-8' })).toMatchObject({
    LC_ALL: 'C',
    LANG: 'de_DE.UTF-8',
  });
});

test('the caller adds and overrides', () => {
  expect(childEnvironment({ PGPASSWORD: 'x', LC_ALL: 'C.UTF-8' }, { PATH: '/bin' })).toEqual({
    PATH: '/bin',
    LC_ALL: 'C.UTF-8',
    PGPASSWORD: 'x',
  });
});

test('without a PATH there is still one to find tools by', () => {
  expect(childEnvironment({}, {})['PATH']).toContain('/usr/bin');
});

test('nothing is run from the current folder, whatever PATH says', () => {
  expect(childEnvironment({}, { PATH: '.::/usr/bin:bin:/bin:' })['PATH']).toBe('/usr/bin:/bin');
  expect(childEnvironment({}, { PATH: '.' })['PATH']).toContain('/usr/bin');
});
