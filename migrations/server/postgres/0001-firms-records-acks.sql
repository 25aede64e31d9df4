-- Ids compare byte by byte (COLLATE "C"), as they do in SQLite and on every desk: ranges and pages agree.
-- One firm is one number line: seq is its counter, locked by whoever writes until the commit.
CREATE TABLE firms (
  firm_id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT NOT NULL,
  seq BIGINT NOT NULL,
  epoch TEXT NOT NULL,
  epoch_seq BIGINT NOT NULL,
  epoch_at BIGINT NOT NULL,
  horizon BIGINT NOT NULL,          -- tombstones up to here are gone
  secret TEXT NOT NULL,              -- health proofs and tickets derive from it
  created_at BIGINT NOT NULL
);

CREATE TABLE people (
  firm_id TEXT COLLATE "C" NOT NULL REFERENCES firms (firm_id),
  person_id TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'staff', 'readOnly')),
  password TEXT NOT NULL,
  active BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (firm_id, person_id)
);

CREATE TABLE devices (
  firm_id TEXT COLLATE "C" NOT NULL REFERENCES firms (firm_id),
  device_id TEXT COLLATE "C" NOT NULL,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  last_round BIGINT NOT NULL,
  round_mark TEXT,                   -- what the last round carried, to know its repetition
  ticket_round BIGINT NOT NULL,     -- the newest answer this device has proven to have read
  acked_through BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (firm_id, device_id)
);

CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  firm_id TEXT COLLATE "C" NOT NULL REFERENCES firms (firm_id),
  person_id TEXT NOT NULL,
  device_id TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX sessions_of_person ON sessions (firm_id, person_id, device_id);

CREATE TABLE tokens (
  token_hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (session_id),
  firm_id TEXT COLLATE "C" NOT NULL,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  first_used_at BIGINT
);
CREATE INDEX tokens_of_session ON tokens (session_id);

CREATE TABLE sign_in_failures (
  subject TEXT PRIMARY KEY,          -- a hash; neither address nor email is kept
  failures BIGINT NOT NULL,
  since BIGINT NOT NULL
);

CREATE TABLE records (
  firm_id TEXT COLLATE "C" NOT NULL,
  table_name TEXT COLLATE "C" NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  deleted BIGINT NOT NULL,
  data TEXT NOT NULL,
  stamps TEXT NOT NULL,
  written_by TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  PRIMARY KEY (firm_id, table_name, record_id)
);
CREATE INDEX records_feed ON records (firm_id, version);
CREATE INDEX records_deleted ON records (firm_id, version) WHERE deleted = 1;

-- Who points to whom, for live records: a parent with children is not deleted from under them.
CREATE TABLE links (
  firm_id TEXT COLLATE "C" NOT NULL,
  target_table TEXT COLLATE "C" NOT NULL,
  target_id TEXT COLLATE "C" NOT NULL,
  table_name TEXT COLLATE "C" NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  field TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (firm_id, target_table, target_id, table_name, record_id, field)
);

CREATE TABLE acks (
  firm_id TEXT COLLATE "C" NOT NULL,
  change_id TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT NOT NULL,
  table_name TEXT COLLATE "C" NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  device_id TEXT COLLATE "C" NOT NULL,
  round BIGINT NOT NULL,
  result TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (firm_id, change_id)
);

CREATE TABLE activity (
  firm_id TEXT COLLATE "C" NOT NULL,
  table_name TEXT COLLATE "C" NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  position BIGINT NOT NULL,
  change_id TEXT COLLATE "C" NOT NULL,
  operation TEXT NOT NULL,
  person_id TEXT NOT NULL,
  device_id TEXT COLLATE "C" NOT NULL,
  fields TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (firm_id, table_name, record_id, seq, position)
);

CREATE TABLE digests (
  firm_id TEXT COLLATE "C" NOT NULL,
  table_name TEXT COLLATE "C" NOT NULL,
  sum TEXT NOT NULL,
  PRIMARY KEY (firm_id, table_name)
);
