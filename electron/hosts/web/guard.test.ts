import { describe, expect, it } from 'vitest';
import { allowedHosts, type Asked, isLoopback, refusalOf } from './guard.ts';

const hosts = allowedHosts('127.0.0.1', 4790);
const asked = (change: Partial<Asked> = {}, headers: Asked['headers'] = {}): Asked => ({
  method: 'GET',
  path: '/',
  upgrade: false,
  bearer: false,
  ...change,
  headers: { host: '127.0.0.1:4790', ...headers },
});
const origin = 'http://127.0.0.1:4790';

describe('refusalOf', () => {
  it.each<[string, Asked]>([
    ['a page asked for by name', asked()],
    ['localhost', asked({}, { host: 'localhost:4790' })],
    ['IPv6', asked({}, { host: '[::1]:4790' })],
    ['upper case', asked({}, { host: 'LOCALHOST:4790', origin: 'http://localhost:4790' })],
    ['a change from our page', asked({ method: 'POST', path: '/api/backups' }, { origin, 'sec-fetch-site': 'same-origin' })],
    ['a WebSocket from our page', asked({ upgrade: true, path: '/rpc' }, { origin })],
    ['a script with a token', asked({ method: 'POST', path: '/api/backups', bearer: true })],
    ['a link followed from another site', asked({}, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })],
    ['an address typed in', asked({}, { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })],
  ])('lets pass %s', (_, request) => {
    expect(refusalOf(request, hosts)).toBeNull();
  });

  it.each<[string, Asked]>([
    ['a rebound name', asked({}, { host: 'evil.example:4790' })],
    ['another port', asked({}, { host: '127.0.0.1:4791' })],
    ['a host without its port', asked({}, { host: '127.0.0.1' })],
    ['no host', { ...asked(), headers: {} }],
    ['another origin', asked({ method: 'POST' }, { origin: 'http://evil.example' })],
    ['another port of this machine', asked({ method: 'POST' }, { origin: 'http://127.0.0.1:3000' })],
    ['our name over https', asked({}, { origin: 'https://127.0.0.1:4790' })],
    ['an opaque origin', asked({}, { origin: 'null' })],
    ['a change of unknown origin', asked({ method: 'DELETE', path: '/api/backups/x' })],
    ['a WebSocket of unknown origin', asked({ upgrade: true, path: '/rpc' })],
    ['a WebSocket from another site', asked({ upgrade: true, path: '/rpc' }, { origin: 'http://evil.example' })],
    ['an image tag elsewhere', asked({ path: '/api/backups' }, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })],
    ['a script tag on another port', asked({ path: '/assets/x.js' }, { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })],
    [
      'a link from elsewhere into the data',
      asked({ path: '/api/backups' }, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
    ],
    ['a frame in another site', asked({}, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' })],
    ['a token with another origin', asked({ bearer: true }, { origin: 'http://evil.example' })],
  ])('refuses %s', (_, request) => {
    expect(refusalOf(request, hosts)).toEqual(expect.any(String));
  });
});

describe('allowedHosts', () => {
  it('leaves the port out where the scheme implies it', () => {
    expect(allowedHosts('127.0.0.1', 80)).toContain('localhost');
    expect(allowedHosts('127.0.0.1', 8080)).not.toContain('localhost');
  });

  it('takes the addresses of this machine when it listens on all', () => {
    const all = allowedHosts('0.0.0.0', 4790, ['192.0.2.7', 'fe80::1', 'Workstation']);
    expect([...all].sort()).toEqual([
      '127.0.0.1:4790',
      '192.0.2.7:4790',
      '[::1]:4790',
      '[fe80::1]:4790',
      'localhost:4790',
      'workstation:4790',
    ]);
  });
});

it('knows loopback addresses', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost', '0.0.0.0', '192.0.2.7', '127.evil.example'].map(isLoopback)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
