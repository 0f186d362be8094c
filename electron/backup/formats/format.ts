import type { Readable } from 'node:stream';
import type { Manifest, ManifestEntry } from '../manifest.ts';

/** One entry's content on its way into an archive. */
export interface EntryContent {
  name: string;
  mode: number;
  mtime: Date;
  content: { kind: 'bytes'; bytes: Buffer } | { kind: 'stream'; stream: Readable; compressible: boolean } | { kind: 'link'; target: string } | { kind: 'folder' };
}

export interface ArchiveWriter {
  /** Entries go in one after another, in the order of the calls. Resolves when the entry is in. */
  add(entry: EntryContent): Promise<void>;
  /** Ends the archive and flushes it to the disk. */
  finish(): Promise<{ sizeBytes: number; sha256: string }>;
  /** Closes without finishing; the caller removes the file. Never throws. */
  abort(): void;
}

export interface OpenArchive {
  readonly sizeBytes: number;
  readonly manifest: Manifest;
  /** Entries of the manifest that the archive lacks. */
  readonly missing: readonly ManifestEntry[];
  /**
   * The content in order, exactly `entry.size` bytes or an error: CORRUPT (damaged), TAMPERED (larger than declared).
   * A link's content is its target.
   */
  read(entry: ManifestEntry): AsyncIterable<Uint8Array>;
  close(): void;
}

/** How backups are laid down on disk. Nothing outside this folder knows which format is in use. */
export interface BackupFormat {
  readonly name: string;
  /** With its dot. */
  readonly extension: string;
  /** The file must not exist. `level` is the effort of compression, 1 to 9. */
  create(path: string, level: number): ArchiveWriter;
  /** @throws CORRUPT, TAMPERED, INCOMPATIBLE_VERSION, NOT_FOUND. The archive is treated as hostile. */
  open(path: string): Promise<OpenArchive>;
}
