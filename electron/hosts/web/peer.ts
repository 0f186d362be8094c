import { readFile } from 'node:fs/promises';
import { isIPv6, type Socket } from 'node:net';

export interface Ends {
  /** Theirs, as the server sees it. */
  remoteAddress: string;
  remotePort: number;
  localAddress: string;
  localPort: number;
}

/**
 * The users whose programs may connect from this machine. Cookies are shared by all ports of a host: a server that another
 * user runs on some port of 127.0.0.1 is sent ours by any browser that it lures there. So a secret is not enough.
 */
export const ownUsers: ReadonlySet<number> = new Set([0, process.getuid?.() ?? 0]);

/**
 * Whether a program of another user of this machine is at the other end. The kernel tells who owns a socket of ours:
 * proc_net_tcp in its documentation. False where it can't tell: from another machine, or where there is no such table.
 */
export async function isStranger(socket: Socket, users: ReadonlySet<number>): Promise<boolean> {
  const { remoteAddress, remotePort, localAddress, localPort } = socket;
  if (remoteAddress === undefined || remotePort === undefined || localAddress === undefined || localPort === undefined) return true;
  const ends = { remoteAddress, remotePort, localAddress, localPort };
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const owner = ownerOf(await readFile(table, 'latin1').catch(() => ''), ends);
    if (owner !== null) return owner === 'nobody' || !users.has(owner);
  }
  // Gone while we looked, so that nobody could tell any more whose it was.
  return socket.destroyed;
}

/**
 * Who has the other end of a connection, by the kernel's table of sockets. `nobody`: it was closed over there, and its
 * row no longer says whose it was. Null: it has no row.
 */
export function ownerOf(table: string, ends: Ends): number | 'nobody' | null {
  const theirs = (long: boolean): string =>
    ` ${hexOf(ends.remoteAddress, long)}:${hexPort(ends.remotePort)} ${hexOf(ends.localAddress, long)}:${hexPort(ends.localPort)} `;
  // A program may reach an IPv4 address through an IPv6 socket.
  const found = [theirs(false), theirs(true)].map((row) => table.indexOf(row)).find((at) => at !== -1);
  if (found === undefined) return null;
  // local, remote, state, queues, timer, retransmissions, uid, timeout, inode
  const [, , , , , , uid, , inode] = table.slice(found + 1, found + 300).split(/ +/);
  return inode === '0' ? 'nobody' : Number(uid);
}

const hexPort = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/** As the kernel prints them: words of four bytes, each in the byte order of the machine, which is little-endian. */
function hexOf(address: string, long: boolean): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  const bytes = isIPv6(plain) ? bytesOf6(plain) : [...(long ? mapped : []), ...plain.split('.').map(Number)];
  return Array.from({ length: bytes.length / 4 }, (_, word) => bytes.slice(word * 4, word * 4 + 4).reverse())
    .flat()
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}

/** ::ffff:0:0/96, RFC 4291 section 2.5.5.2. */
const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

function bytesOf6(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0');
  return [...groups(head), ...zeros, ...groups(tail)].flatMap((group) => [
    Number.parseInt(group, 16) >> 8,
    Number.parseInt(group, 16) & 255,
  ]);
}
