-- Where somebody has signed in from: a hash of their address and their network's. Guesses from elsewhere do not count there.
CREATE TABLE sign_in_places (
  subject TEXT PRIMARY KEY,
  seen_at INTEGER NOT NULL
) STRICT;

-- Secrets of this server rather than of a firm, each made when it is first needed.
CREATE TABLE server_secrets (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
