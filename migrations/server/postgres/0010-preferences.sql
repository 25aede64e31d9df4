-- What people arrange for themselves, by key; the value is JSON that only desks read, empty once removed.
CREATE TABLE preferences (
  firm_id TEXT COLLATE "C" NOT NULL REFERENCES firms (firm_id),
  person_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  value TEXT,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (firm_id, person_id, kind, id)
);

ALTER TABLE preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE preferences FORCE ROW LEVEL SECURITY;
CREATE POLICY own_firm ON preferences USING (
  (current_setting('ferry.scope', true) = 'firm' AND firm_id = current_setting('ferry.firm', true))
  OR current_setting('ferry.scope', true) = 'operator'
);
