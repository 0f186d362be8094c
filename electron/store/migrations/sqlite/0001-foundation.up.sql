-- Settings of the store itself, jobs, and the activity log.

CREATE TABLE settings (
  key        TEXT NOT NULL PRIMARY KEY,
  value      TEXT NOT NULL CHECK (json_valid(value)),
  updated_at TEXT NOT NULL
) STRICT;

-- Ids are JOB- and a ULID: ordered by id is ordered by creation.
CREATE TABLE jobs (
  id           TEXT NOT NULL PRIMARY KEY,
  kind         TEXT NOT NULL,
  title        TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
  progress     TEXT NOT NULL CHECK (json_valid(progress)),
  resource     TEXT,
  created_at   TEXT NOT NULL,
  started_at   TEXT,
  finished_at  TEXT,
  input        TEXT NOT NULL CHECK (json_valid(input)),
  result       TEXT CHECK (result IS NULL OR json_valid(result)),
  error        TEXT CHECK (error IS NULL OR json_valid(error)),
  command      TEXT,
  note         TEXT,
  cleanup_note TEXT
) STRICT;

CREATE INDEX jobs_by_state ON jobs (state, id);

-- AUTOINCREMENT: an id is never used again, so a page cursor stays true when old rows go.
CREATE TABLE activity (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      TEXT NOT NULL,
  kind    TEXT NOT NULL,
  level   TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
  message TEXT NOT NULL,
  subject TEXT
) STRICT;
