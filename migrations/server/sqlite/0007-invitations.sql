-- An invitation opens once, for its person, until it expires. Of the link's secret and of the code only hashes are stored; code_handle,
-- the code's first characters, finds the row. person_id: somebody who has been in the firm before. Ends are never overwritten.
CREATE TABLE invitations (
  firm_id TEXT NOT NULL REFERENCES firms (firm_id),
  invitation_id TEXT NOT NULL,
  person_id TEXT,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'staff', 'readOnly')),
  secret_hash TEXT NOT NULL UNIQUE,
  code_handle TEXT NOT NULL UNIQUE,
  code_hash TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  invited_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  withdrawn_at INTEGER,
  PRIMARY KEY (firm_id, invitation_id)
) STRICT, WITHOUT ROWID;

-- What was done to people and their access, and by whom; by_person is empty for the server's operator.
CREATE TABLE people_acts (
  firm_id TEXT NOT NULL REFERENCES firms (firm_id),
  act_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_person TEXT NOT NULL,
  act TEXT NOT NULL,
  person_id TEXT NOT NULL,
  details TEXT NOT NULL,
  PRIMARY KEY (firm_id, act_id)
) STRICT, WITHOUT ROWID;
