-- One firm is one number line: seq is its counter, locked by whoever writes until the commit.
CREATE TABLE firms (
  firm_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  seq INTEGER NOT NULL,
  epoch TEXT NOT NULL,
  epoch_seq INTEGER NOT NULL,
  epoch_at INTEGER NOT NULL,
  horizon INTEGER NOT NULL,          -- tombstones up to here are gone
  secret TEXT NOT NULL,              -- health proofs and tickets derive from it
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
  firm_id TEXT NOT NULL REFERENCES firms (firm_id),
  person_id TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'staff', 'readOnly')),
  password TEXT NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (firm_id, person_id)
) STRICT;

CREATE TABLE devices (
  firm_id TEXT NOT NULL REFERENCES firms (firm_id),
  device_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  last_round INTEGER NOT NULL,
  round_mark TEXT,                   -- what the last round carried, to know its repetition
  ticket_round INTEGER NOT NULL,     -- the newest answer this device has proven to have read
  acked_through INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (firm_id, device_id)
) STRICT;

CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  firm_id TEXT NOT NULL REFERENCES firms (firm_id),
  person_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX sessions_of_person ON sessions (firm_id, person_id, device_id);

CREATE TABLE tokens (
  token_hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (session_id),
  firm_id TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  first_used_at INTEGER
) STRICT;
CREATE INDEX tokens_of_session ON tokens (session_id);

CREATE TABLE sign_in_failures (
  subject TEXT PRIMARY KEY,          -- a hash; neither address nor email is kept
  failures INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT;

CREATE TABLE records (
  firm_id TEXT NOT NULL,
  table_name TEXT NOT NULL,
  record_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  data TEXT NOT NULL,
  stamps TEXT NOT NULL,
  written_by TEXT NOT NULL,
  written_at INTEGER NOT NULL,
  PRIMARY KEY (firm_id, table_name, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_feed ON records (firm_id, version);
CREATE INDEX records_deleted ON records (firm_id, version) WHERE deleted = 1;

-- Who points to whom, for live records: a parent with children is not deleted from under them.
CREATE TABLE links (
  firm_id TEXT NOT NULL,
  target_table TEXT NOT NULL,
  target_id TEXT NOT NULL,
  table_name TEXT NOT NULL,
  record_id TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (firm_id, target_table, target_id, table_name, record_id, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE acks (
  firm_id TEXT NOT NULL,
  change_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  table_name TEXT NOT NULL,
  record_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  round INTEGER NOT NULL,
  result TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (firm_id, change_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity (
  firm_id TEXT NOT NULL,
  table_name TEXT NOT NULL,
  record_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  position INTEGER NOT NULL,
  change_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  person_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  fields TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (firm_id, table_name, record_id, seq, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE digests (
  firm_id TEXT NOT NULL,
  table_name TEXT NOT NULL,
  sum TEXT NOT NULL,
  PRIMARY KEY (firm_id, table_name)
) STRICT, WITHOUT ROWID;
