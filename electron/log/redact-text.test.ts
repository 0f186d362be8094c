import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactForms, redactSecrets, spellings } from './redact-text.ts';

describe('credentials told by their form', () => {
  test.each([
    ['postgres://app:s3cret@db.example:5432/x', 'postgres://app:[redacted]@db.example:5432/x'],
    ['redis://:s3cret@cache', 'redis://:[redacted]@cache'],
    ['a password with an @: mysql://u:p@ss@w0rd@host/db', 'a password with an @: mysql://u:[redacted]@host/db'],
    ['https://ghp_0123456789@github.com/o/r.git', 'https://[redacted]@github.com/o/r.git'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [redacted]'],
    ['curl -H "Authorization: Bearer abc.def-123"', 'curl -H "Authorization: Bearer [redacted]"'],
    ['http://127.0.0.1:4000/?token=0123abcd&x=1', 'http://127.0.0.1:4000/?token=[redacted]&x=1'],
    ["host=db user=app password='two words' dbname=x", 'host=db user=app password=[redacted] dbname=x'],
    ['api_key=abc;next=1', 'api_key=[redacted];next=1'],
    ['PASSWORD = hunter2', 'PASSWORD = [redacted]'],
    ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=[redacted] psql'],
    ['AWS_SECRET_ACCESS_KEY=abc/def', 'AWS_SECRET_ACCESS_KEY=[redacted]'],
    ['curl --client-secret=abc', 'curl --client-secret=[redacted]'],
    ['{"access_token": "abc", "user": "me"}', '{"access_token": "[redacted]", "user": "me"}'],
    ['"{\\"password\\":\\"abc\\"}"', '"{\\"password\\":\\"[redacted]\\"}"'],
    ['authorization: bearer 0123456789abcdef01', 'authorization: bearer [redacted]'],
    ['cookie: cofferdam-4790=0123456789abcdef01', 'cookie: cofferdam-4790=[redacted]'],
    [
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\nBBBB\n-----END OPENSSH PRIVATE KEY-----',
      '-----BEGIN OPENSSH PRIVATE KEY-----[redacted]-----END OPENSSH PRIVATE KEY-----',
    ],
  ])('%s', (text, expected) => {
    expect(redactForms(text)).toBe(expected);
  });

  test.each([
    'ssh://git@host/repo.git',
    'https://example.org/a@b',
    'mail me at a@b.example',
    'C:\\folder, 12:30@noon',
    'the password is wrong',
    'a bearer token is needed',
    'token: is required',
    'https://example.org:8443/path?q=1',
  ])('leaves alone: %s', (text) => {
    expect(redactForms(text)).toBe(text);
  });

  test('takes linear time on hostile text', () => {
    const started = performance.now();
    redactForms('a.'.repeat(50_000));
    redactForms('://'.repeat(30_000));
    redactForms(`https://${'a:'.repeat(50_000)}`);
    redactForms('token'.repeat(20_000));
    redactForms(`token${' '.repeat(20_000)}x`);
    redactForms('-----BEGIN PRIVATE KEY-----'.repeat(5_000));
    redactForms('cookie:'.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('given secrets', () => {
  test('a secret that contains another goes first, so that nothing of it is left', () => {
    expect(redactSecrets('key=abcdef', ['abc', 'abcdef'])).toBe('key=[redacted]');
  });

  test('are also found as they look in a URL and in JSON', () => {
    expect(spellings('a b"c')).toEqual(['a b"c', 'a b\\"c', 'a%20b%22c']);
  });

  test('an empty one has no spelling: it would match everywhere', () => {
    expect(spellings('')).toEqual([]);
  });

  test('no text around a secret lets it through', () => {
    const secret = 'S3CR3T-value';
    fc.assert(fc.property(fc.string(), fc.string(), (before, after) => !redactSecrets(before + secret + after, [secret]).includes(secret)));
  });
});
