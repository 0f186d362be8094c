import type { Manifest, ManifestEntry } from '../manifest.ts';

/** One entry on its way into an archive. */
export interface EntryContent {
  name: string;
  mode: number;
  mtime: Date;
  content: { kind: 'bytes'; bytes: Uint8Array } | { kind: 'file'; path: string } | { kind: 'link'; target: string } | { kind: 'folder' };
}

/** Of what went in, before any compression. */
export interface Written {
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface ArchiveWriter {
  /** Entries go in one after another, in the order of the calls. A file given as content may go once this resolves. */
  add(entry: EntryContent): Promise<Written>;
  /** Ends the archive and flushes it to the disk. */
  finish(): Promise<{ sizeBytes: number; sha256: string }>;
  /** Closes without finishing; the caller removes the file. Never throws; safe after `finish`. */
  abort(): Promise<void>;
}

export interface ArchiveContent {
  /**
   * The content in order, exactly `entry.size` bytes or an error: CORRUPT (damaged), TAMPERED (larger than declared).
   * A link's content is its target. A chunk is valid until the next one is asked for: its memory is used again.
   */
  read(entry: ManifestEntry): AsyncIterable<Uint8Array>;
  close(): void;
}

export interface OpenArchive extends ArchiveContent {
  readonly sizeBytes: number;
  readonly manifest: Manifest;
  /** Entries of the manifest that the archive lacks. */
  readonly missing: readonly ManifestEntry[];
}

/** How backups are laid down on disk. Nothing outside this folder knows which format is in use. */
export interface BackupFormat {
  readonly name: string;
  /** With its dot. */
  readonly extension: string;
  /** The file must not exist. `level` is the effort of compression, 1 to 9. `check` throws when it is to be cancelled. */
  create(path: string, level: number, check: () => void): ArchiveWriter;
  /** @throws CORRUPT, TAMPERED, INCOMPATIBLE_VERSION, NOT_FOUND. The archive is treated as hostile. */
  open(path: string): Promise<OpenArchive>;
  /** Only the content, for entries of a manifest that `open` has given: without the memory that a second one costs. */
  openContent(path: string): Promise<ArchiveContent>;
}
