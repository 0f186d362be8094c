import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isStranger, ownerOf, ownUsers } from './peer.ts';

const header = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (ends: string, uid: number, inode: number): string =>
  `   1: ${ends} 01 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 2 00000000532877ea 20 4 30 10 -1\n`;
const ends = { remoteAddress: '127.0.0.1', remotePort: 54_321, localAddress: '127.0.0.1', localPort: 4790 };
const ours = row('0100007F:12B6 0100007F:D431', 1000, 7);

describe('ownerOf', () => {
  it("reads the other end's row, not our own of the same connection", () => {
    expect(ownerOf(header + ours + row('0100007F:D431 0100007F:12B6', 1001, 8), ends)).toBe(1001);
    expect(ownerOf(header + ours, ends)).toBeNull();
  });

  it('finds an IPv4 connection made through an IPv6 socket, from either side', () => {
    const table = header + row('0000000000000000FFFF00000100007F:D431 0000000000000000FFFF00000100007F:12B6', 1001, 8);
    expect(ownerOf(table, ends)).toBe(1001);
    expect(ownerOf(table, { ...ends, remoteAddress: '::ffff:127.0.0.1', localAddress: '::ffff:127.0.0.1' })).toBe(1001);
  });

  it('finds an IPv6 connection', () => {
    const table = header + row('00000000000000000000000001000000:D431 B80D01200000000000000000010000AB:12B6', 1001, 8);
    expect(ownerOf(table, { ...ends, remoteAddress: '::1', localAddress: '2001:db8::ab00:1' })).toBe(1001);
  });

  it('does not take a closed socket, whose row says 0, for one of root', () => {
    expect(ownerOf(header + row('0100007F:D431 0100007F:12B6', 0, 0), ends)).toBe('nobody');
  });
});

describe('isStranger', () => {
  const opened: { destroy?: () => void; close?: () => void }[] = [];
  afterEach(() => {
    for (const one of opened.splice(0)) (one.destroy ?? one.close)?.call(one);
  });

  async function accepted(host: string): Promise<{ socket: Socket; client: Socket }> {
    const server = createServer().listen(0, host);
    opened.push(server);
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, host === '::' ? '127.0.0.1' : host);
    const [socket] = (await once(server, 'connection')) as [Socket];
    opened.push(client, socket);
    return { socket, client };
  }

  it.each(['127.0.0.1', '127.0.0.5'])('knows ourselves on %s, and anybody who is not on the list', async (host) => {
    const { socket } = await accepted(host);
    expect(await isStranger(socket, ownUsers)).toBe(false);
    // The kernel keeps such a table on Linux only.
    expect(await isStranger(socket, new Set())).toBe(process.platform === 'linux');
  });

  it('takes a connection that is gone for a stranger', async () => {
    const { socket } = await accepted('127.0.0.1');
    socket.destroy();
    expect(await isStranger(socket, ownUsers)).toBe(true);
  });
});
