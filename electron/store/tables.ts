import type { Generated } from 'kysely';

/** The tables as the newest migration leaves them. JSON columns hold text: parsing is the stores' work. */
export interface Tables {
  settings: { key: string; value: string; updated_at: string };
  jobs: JobRow;
  activity: { id: Generated<number>; at: string; kind: string; level: string; message: string; subject: string | null };
}

export interface JobRow {
  id: string;
  kind: string;
  title: string;
  state: string;
  progress: string;
  resource: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  input: string;
  result: string | null;
  error: string | null;
  command: string | null;
  note: string | null;
  cleanup_note: string | null;
}
