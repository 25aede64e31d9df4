-- An owner asked for a device's data to be removed. A row for each device that is asked; one that shares its sign-in writes
-- its own when it is done. done_at: the device says so, and how many unsent changes it still keeps for the person.
CREATE TABLE device_removals (
  firm_id TEXT NOT NULL REFERENCES firms (firm_id),
  removal_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  done_at BIGINT,
  kept_changes BIGINT,
  PRIMARY KEY (firm_id, removal_id, device_id)
);
ALTER TABLE device_removals ENABLE ROW LEVEL SECURITY;
ALTER TABLE device_removals FORCE ROW LEVEL SECURITY;
CREATE POLICY own_firm ON device_removals USING (
  (current_setting('ferry.scope', true) = 'firm' AND firm_id = current_setting('ferry.firm', true))
  OR current_setting('ferry.scope', true) = 'operator'
);
