/** Writes numbered pairs of rows into a database until it is killed, two minutes at the most: `writer.child.ts DATABASE NAME`. */
import Database from 'better-sqlite3';

const [, , path = '', name = ''] = process.argv;
const database = new Database(path, { timeout: 60_000 });
database.pragma('foreign_keys = ON');
const parent = database.prepare('INSERT INTO parent (writer, n) VALUES (?, ?)');
const child = database.prepare('INSERT INTO child (parent_id, text) VALUES (?, ?)');
const pair = database.transaction((n: number) => child.run(parent.run(name, n).lastInsertRowid, 'x'.repeat(300)));
const pause = new Int32Array(new SharedArrayBuffer(4));
const end = performance.now() + 120_000;
for (let n = 1; performance.now() < end; n += 1) {
  pair.immediate(n);
  Atomics.wait(pause, 0, 0, 2); // steady, but leaving the backup a processor
}
