import { spawnSync } from 'node:child_process';
import { clearCofferdam, cofferdamPeer } from './cofferdam.ts';
import type { Measured } from './measure.ts';
import { findPeers, type Peer, type Step } from './peers.ts';
import { median } from './statistics.ts';

export interface PeerResult {
  name: string;
  note: string;
  seconds: Record<Step, number>;
  rss: Record<Step, number>;
}
export interface SideBySide {
  results: PeerResult[];
  missing: string[];
  runs: number;
}

type Sample = Omit<Measured, 'stdout'>;

const steps: readonly Step[] = ['create', 'verify', 'restore'];

/** Everybody on the same corpus in one run, step by step in turn, so that what the machine does meanwhile hits all alike. */
export async function sideBySide(home: string, work: string, runs: number, say: (line: string) => void): Promise<SideBySide> {
  const { peers: others, missing } = findPeers(home, work);
  const peers = [cofferdamPeer(home), ...others];
  const noSamples = (): Record<Step, Sample[]> => ({ create: [], verify: [], restore: [] });
  const samples = new Map(peers.map((peer) => [peer, noSamples()]));
  for (let run = 1; run <= runs; run += 1) {
    for (const step of steps) {
      for (const peer of peers) {
        // What the one before left to be written must not slow down the next.
        spawnSync('sync');
        const { seconds, rss } = await peer.run(step);
        samples.get(peer)?.[step].push({ seconds, rss });
        say(`run ${run}/${runs}  ${step.padEnd(8)} ${peer.name.padEnd(20)} ${seconds.toFixed(2)} s`);
      }
    }
    for (const peer of peers) peer.clear();
    await clearCofferdam(home);
  }
  const of = (peer: Peer, read: (sample: Sample) => number): Record<Step, number> => {
    const own = samples.get(peer);
    const middle = (step: Step): number => median((own?.[step] ?? []).map(read));
    return { create: middle('create'), verify: middle('verify'), restore: middle('restore') };
  };
  const results = peers.map((peer) => ({
    name: peer.name,
    note: peer.note,
    seconds: of(peer, (sample) => sample.seconds),
    rss: of(peer, (sample) => sample.rss),
  }));
  return { results, missing, runs };
}
