-- An owner asked for a device's data to be removed. A row for each device that is asked; one that shares its sign-in writes
-- its own when it is done. done_at: the device says so, and how many unsent changes it still keeps for the person.
CREATE TABLE device_removals (
  firm_id TEXT NOT NULL REFERENCES firms (firm_id),
  removal_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  done_at INTEGER,
  kept_changes INTEGER,
  PRIMARY KEY (firm_id, removal_id, device_id)
) STRICT, WITHOUT ROWID;
