-- What people arrange for themselves, by key; the value is JSON that only desks read, empty once removed.
CREATE TABLE preferences (
  firm_id TEXT NOT NULL REFERENCES firms (firm_id),
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  value TEXT,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (firm_id, person_id, kind, id)
) STRICT, WITHOUT ROWID;
