-- The second wall: even a query that forgets its firm sees one firm only. A transaction names its firm and scope in
-- settings; without them nothing is visible. FORCE binds the owner of the tables too; a superuser is never bound.
DO $$
DECLARE name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['firms', 'devices', 'records', 'links', 'acks', 'activity', 'digests'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$
      CREATE POLICY own_firm ON %I USING (
        (current_setting('ferry.scope', true) = 'firm' AND firm_id = current_setting('ferry.firm', true))
        OR current_setting('ferry.scope', true) = 'operator'
      )$policy$, name);
  END LOOP;
  -- Sign-in and bearer tokens lead to the firm, so they are looked up before it is known.
  FOREACH name IN ARRAY ARRAY['people', 'sessions', 'tokens'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$
      CREATE POLICY own_firm ON %I USING (
        (current_setting('ferry.scope', true) = 'firm' AND firm_id = current_setting('ferry.firm', true))
        OR current_setting('ferry.scope', true) IN ('identity', 'operator')
      )$policy$, name);
  END LOOP;
  ALTER TABLE sign_in_failures ENABLE ROW LEVEL SECURITY;
  ALTER TABLE sign_in_failures FORCE ROW LEVEL SECURITY;
  CREATE POLICY before_any_firm ON sign_in_failures USING (
    current_setting('ferry.scope', true) IN ('identity', 'operator')
  );
END $$;
