-- Where somebody has signed in from: a hash of their address and their network's. Guesses from elsewhere do not count there.
CREATE TABLE sign_in_places (
  subject TEXT PRIMARY KEY,
  seen_at BIGINT NOT NULL
);

-- Secrets of this server rather than of a firm, each made when it is first needed.
CREATE TABLE server_secrets (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

DO $$
DECLARE name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['sign_in_places', 'server_secrets'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$
      CREATE POLICY before_any_firm ON %I USING (
        current_setting('ferry.scope', true) IN ('identity', 'operator')
      )$policy$, name);
  END LOOP;
END $$;
