-- An invitation opens once, for its person, until it expires. Of the link's secret and of the code only hashes are stored; code_handle,
-- the code's first characters, finds the row. person_id: somebody who has been in the firm before. Ends are never overwritten.
CREATE TABLE invitations (
  firm_id TEXT COLLATE "C" NOT NULL REFERENCES firms (firm_id),
  invitation_id TEXT COLLATE "C" NOT NULL,
  person_id TEXT,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'staff', 'readOnly')),
  secret_hash TEXT NOT NULL UNIQUE,
  code_handle TEXT NOT NULL UNIQUE,
  code_hash TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  invited_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  withdrawn_at BIGINT,
  PRIMARY KEY (firm_id, invitation_id)
);

-- What was done to people and their access, and by whom; by_person is empty for the server's operator.
CREATE TABLE people_acts (
  firm_id TEXT COLLATE "C" NOT NULL REFERENCES firms (firm_id),
  act_id TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  act TEXT NOT NULL,
  person_id TEXT NOT NULL,
  details TEXT NOT NULL,
  PRIMARY KEY (firm_id, act_id)
);

ALTER TABLE people_acts ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_acts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_firm ON people_acts USING (
  (current_setting('ferry.scope', true) = 'firm' AND firm_id = current_setting('ferry.firm', true))
  OR current_setting('ferry.scope', true) = 'operator'
);
-- An invitation leads to its firm, so it is looked up before the firm is known.
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_firm ON invitations USING (
  (current_setting('ferry.scope', true) = 'firm' AND firm_id = current_setting('ferry.firm', true))
  OR current_setting('ferry.scope', true) IN ('identity', 'operator')
);
