import { createHash } from 'node:crypto';
import { type Manifest, type ManifestEntry, manifestFormat, manifestName } from '../manifest.ts';
import type { RawEntry } from './raw-zip.ts';

export const fileEntry = (path: string, content: string, changes: Partial<ManifestEntry> = {}): ManifestEntry => ({
  path,
  area: 'data',
  kind: 'file',
  size: Buffer.byteLength(content),
  mode: 0o600,
  mtime: '2026-01-02T03:04:05.000Z',
  sha256: createHash('sha256').update(content).digest('hex'),
  ...changes,
});

export const manifestWith = (entries: ManifestEntry[], changes: Partial<Manifest> = {}): Manifest => ({
  format: manifestFormat,
  id: '01M7WTW6PFD8QW5A7T99JKAXA8',
  createdAt: '2026-11-20T15:58:19.344Z',
  host: 'test',
  version: '0.1.0',
  schema: { backend: 'sqlite', version: 0, applied: [] },
  type: 'full',
  areas: ['config', 'data', 'skills'],
  createdBy: 'manual',
  label: null,
  checkpointReason: null,
  entries,
  excluded: [],
  ...changes,
});

export const manifestFile = (manifest: unknown): RawEntry => ({ name: manifestName, content: JSON.stringify(manifest) });
