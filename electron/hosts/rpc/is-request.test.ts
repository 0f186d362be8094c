import { describe, expect, it } from 'vitest';
import { isRequest } from './is-request.ts';

describe('isRequest', () => {
  it.each([
    '{"i":"1","p":{"u":"/app/info"}}',
    '{"i":"1","t":1,"p":{"u":"/backup/get","b":{"json":{"id":"01"},"meta":[]}}}',
    '{"i":"1","p":{"u":"/backup/list?data=%7B%7D","m":"GET"}}',
    '{"i":"1","t":4}',
  ])('takes %s', (text) => {
    expect(isRequest(text)).toBe(true);
  });

  it.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[1,2]'],
    ['no id', '{"p":{"u":"/x"}}'],
    ['an id that is no text', '{"i":{},"p":{"u":"/x"}}'],
    ['an endless id', `{"i":"${'1'.repeat(101)}","p":{"u":"/x"}}`],
    ['no call', '{"i":"1"}'],
    ['an empty call', '{"i":"1","p":null}'],
    ['a path that is none', '{"i":"1","p":{"u":7}}'],
    ['another address', '{"i":"1","p":{"u":"http://evil.example/"}}'],
    ['another method', '{"i":"1","p":{"u":"/x","m":{"toUpperCase":1}}}'],
    ['a form', '{"i":"1","p":{"u":"/x","h":{"content-type":"multipart/form-data"}}}'],
    ['a file', '{"i":"1","p":{"u":"/x","h":{"content-disposition":"attachment; filename=x"}}}'],
    ['a stream', '{"i":"1","p":{"u":"/x","h":{"content-type":"text/event-stream"}}}'],
    ['headers of no shape', '{"i":"1","p":{"u":"/x","h":{"content-type":{}}}}'],
    ['an answer', '{"i":"1","t":2,"p":{"u":"/x"}}'],
    ['an event', '{"i":"1","t":3,"p":null}'],
    ['an unknown kind', '{"i":"1","t":"1","p":{"u":"/x"}}'],
  ])('refuses %s', (_, text) => {
    expect(isRequest(text)).toBe(false);
  });

  it('refuses what is no text', () => {
    expect([{ i: '1', p: { u: '/app/info' } }, new Uint8Array([123, 125]), undefined].map(isRequest)).toEqual([false, false, false]);
  });
});
