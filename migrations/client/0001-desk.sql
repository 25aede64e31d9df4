-- The outbox. A row is never rewritten once it was sent; synced = 1 only after the server's durable answer.
CREATE TABLE sync_queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  table_name TEXT NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
  record_id TEXT NOT NULL,
  data TEXT NOT NULL CHECK (json_valid(data)),
  created_at INTEGER NOT NULL,
  synced INTEGER NOT NULL DEFAULT 0 CHECK (synced IN (0, 1)),
  change_id TEXT NOT NULL UNIQUE,
  txn_id TEXT,
  base TEXT CHECK (base IS NULL OR json_valid(base)),
  base_version INTEGER,
  schema_version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'conflict', 'parked', 'done', 'coalesced', 'discarded')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER,
  last_error TEXT CHECK (last_error IS NULL OR json_valid(last_error)),
  -- The change whose parking holds this one back.
  blocked_by TEXT,
  -- The change that carries this one's content to the server.
  coalesced_into TEXT,
  -- The receipt: what the server answered, the version it gave, and when this desk stored the answer.
  outcome TEXT,
  acked_version INTEGER,
  acked_at INTEGER,
  -- After a restore of the server: the version it had given before it forgot, and whether base_version was lowered.
  origin INTEGER,
  capped INTEGER NOT NULL DEFAULT 0 CHECK (capped IN (0, 1))
) STRICT;
CREATE INDEX sync_queue_by_synced ON sync_queue (synced, created_at);
CREATE INDEX sync_queue_by_record ON sync_queue (table_name, record_id);
CREATE INDEX sync_queue_outbox ON sync_queue (id, state) WHERE synced = 0;
CREATE INDEX sync_queue_parked ON sync_queue (table_name, record_id) WHERE synced = 0 AND state = 'parked';
CREATE INDEX sync_queue_by_txn ON sync_queue (txn_id) WHERE txn_id IS NOT NULL;
CREATE INDEX sync_queue_by_blocker ON sync_queue (blocked_by) WHERE blocked_by IS NOT NULL;
CREATE INDEX sync_queue_by_carrier ON sync_queue (coalesced_into) WHERE coalesced_into IS NOT NULL;

-- data is what the person sees, shadow exactly the server's state; generation tells which data set of the server it is of.
CREATE TABLE cached_clients (
  id TEXT PRIMARY KEY NOT NULL,
  data TEXT NOT NULL,
  shadow TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  generation INTEGER NOT NULL DEFAULT 0,
  changed_at INTEGER GENERATED ALWAYS AS (shadow ->> '$.at') VIRTUAL,
  name TEXT GENERATED ALWAYS AS (data ->> '$.name') VIRTUAL,
  status TEXT GENERATED ALWAYS AS (data ->> '$.status') VIRTUAL,
  contact TEXT GENERATED ALWAYS AS (data ->> '$.contact') VIRTUAL,
  email TEXT GENERATED ALWAYS AS (data ->> '$.email') VIRTUAL,
  city TEXT GENERATED ALWAYS AS (data ->> '$.city') VIRTUAL,
  ownerId TEXT GENERATED ALWAYS AS (data ->> '$.ownerId') VIRTUAL,
  tags TEXT GENERATED ALWAYS AS (data -> '$.tags') VIRTUAL
) STRICT;
CREATE INDEX cached_clients_by_changed_at ON cached_clients (changed_at);
CREATE INDEX cached_clients_by_generation ON cached_clients (generation, id, version) WHERE shadow IS NOT NULL;
CREATE INDEX cached_clients_by_id ON cached_clients (id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_name ON cached_clients (name COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_status ON cached_clients (status COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_contact ON cached_clients (contact COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_email ON cached_clients (email COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_city ON cached_clients (city COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_ownerId ON cached_clients (ownerId COLLATE NOCASE, id) WHERE deleted = 0;

CREATE TABLE cached_engagements (
  id TEXT PRIMARY KEY NOT NULL,
  data TEXT NOT NULL,
  shadow TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  generation INTEGER NOT NULL DEFAULT 0,
  changed_at INTEGER GENERATED ALWAYS AS (shadow ->> '$.at') VIRTUAL,
  title TEXT GENERATED ALWAYS AS (data ->> '$.title') VIRTUAL,
  clientId TEXT GENERATED ALWAYS AS (data ->> '$.clientId') VIRTUAL,
  kind TEXT GENERATED ALWAYS AS (data ->> '$.kind') VIRTUAL,
  status TEXT GENERATED ALWAYS AS (data ->> '$.status') VIRTUAL,
  period TEXT GENERATED ALWAYS AS (data ->> '$.period') VIRTUAL,
  fee INTEGER GENERATED ALWAYS AS (data ->> '$.fee') VIRTUAL,
  currency TEXT GENERATED ALWAYS AS (data ->> '$.currency') VIRTUAL,
  startDate TEXT GENERATED ALWAYS AS (data ->> '$.startDate') VIRTUAL,
  dueDate TEXT GENERATED ALWAYS AS (data ->> '$.dueDate') VIRTUAL,
  ownerId TEXT GENERATED ALWAYS AS (data ->> '$.ownerId') VIRTUAL,
  tags TEXT GENERATED ALWAYS AS (data -> '$.tags') VIRTUAL
) STRICT;
CREATE INDEX cached_engagements_by_changed_at ON cached_engagements (changed_at);
CREATE INDEX cached_engagements_by_generation ON cached_engagements (generation, id, version) WHERE shadow IS NOT NULL;
CREATE INDEX cached_engagements_by_id ON cached_engagements (id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_title ON cached_engagements (title COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_clientId ON cached_engagements (clientId COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_kind ON cached_engagements (kind COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_status ON cached_engagements (status COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_period ON cached_engagements (period COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_fee ON cached_engagements (fee, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_startDate ON cached_engagements (startDate COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_dueDate ON cached_engagements (dueDate COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_ownerId ON cached_engagements (ownerId COLLATE NOCASE, id) WHERE deleted = 0;

CREATE TABLE cached_tasks (
  id TEXT PRIMARY KEY NOT NULL,
  data TEXT NOT NULL,
  shadow TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  generation INTEGER NOT NULL DEFAULT 0,
  changed_at INTEGER GENERATED ALWAYS AS (shadow ->> '$.at') VIRTUAL,
  title TEXT GENERATED ALWAYS AS (data ->> '$.title') VIRTUAL,
  engagementId TEXT GENERATED ALWAYS AS (data ->> '$.engagementId') VIRTUAL,
  status TEXT GENERATED ALWAYS AS (data ->> '$.status') VIRTUAL,
  priority TEXT GENERATED ALWAYS AS (data ->> '$.priority') VIRTUAL,
  assigneeId TEXT GENERATED ALWAYS AS (data ->> '$.assigneeId') VIRTUAL,
  dueDate TEXT GENERATED ALWAYS AS (data ->> '$.dueDate') VIRTUAL,
  minutesSpent INTEGER GENERATED ALWAYS AS (data ->> '$.minutesSpent') VIRTUAL,
  tags TEXT GENERATED ALWAYS AS (data -> '$.tags') VIRTUAL
) STRICT;
CREATE INDEX cached_tasks_by_changed_at ON cached_tasks (changed_at);
CREATE INDEX cached_tasks_by_generation ON cached_tasks (generation, id, version) WHERE shadow IS NOT NULL;
CREATE INDEX cached_tasks_by_id ON cached_tasks (id) WHERE deleted = 0;
CREATE INDEX cached_tasks_by_title ON cached_tasks (title COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_tasks_by_engagementId ON cached_tasks (engagementId COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_tasks_by_status ON cached_tasks (status COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_tasks_by_priority ON cached_tasks (priority COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_tasks_by_assigneeId ON cached_tasks (assigneeId COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_tasks_by_dueDate ON cached_tasks (dueDate COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_tasks_by_minutesSpent ON cached_tasks (minutesSpent, id) WHERE deleted = 0;

-- Full-text search, one index a table, keyed by the row id of the cached row (the files are never VACUUMed).
CREATE VIRTUAL TABLE cached_clients_search USING fts5 (
  title, body, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER cached_clients_search_insert AFTER INSERT ON cached_clients WHEN new.deleted = 0 BEGIN
  INSERT INTO cached_clients_search (rowid, title, body) VALUES (new.rowid, new.name, concat_ws(' ', new.contact, new.email,
    new.data ->> '$.phone', new.city, new.data ->> '$.taxId', new.tags, new.data ->> '$.notes'));
END;
CREATE TRIGGER cached_clients_search_update AFTER UPDATE OF data, deleted ON cached_clients
WHEN new.data IS NOT old.data OR new.deleted <> old.deleted BEGIN
  DELETE FROM cached_clients_search WHERE rowid = old.rowid;
  INSERT INTO cached_clients_search (rowid, title, body) SELECT new.rowid, new.name, concat_ws(' ', new.contact, new.email,
    new.data ->> '$.phone', new.city, new.data ->> '$.taxId', new.tags, new.data ->> '$.notes') WHERE new.deleted = 0;
END;
CREATE TRIGGER cached_clients_search_delete AFTER DELETE ON cached_clients BEGIN
  DELETE FROM cached_clients_search WHERE rowid = old.rowid;
END;

CREATE VIRTUAL TABLE cached_engagements_search USING fts5 (
  title, body, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER cached_engagements_search_insert AFTER INSERT ON cached_engagements WHEN new.deleted = 0 BEGIN
  INSERT INTO cached_engagements_search (rowid, title, body)
  VALUES (new.rowid, new.title, concat_ws(' ', new.period, new.tags, new.data ->> '$.notes'));
END;
CREATE TRIGGER cached_engagements_search_update AFTER UPDATE OF data, deleted ON cached_engagements
WHEN new.data IS NOT old.data OR new.deleted <> old.deleted BEGIN
  DELETE FROM cached_engagements_search WHERE rowid = old.rowid;
  INSERT INTO cached_engagements_search (rowid, title, body)
  SELECT new.rowid, new.title, concat_ws(' ', new.period, new.tags, new.data ->> '$.notes') WHERE new.deleted = 0;
END;
CREATE TRIGGER cached_engagements_search_delete AFTER DELETE ON cached_engagements BEGIN
  DELETE FROM cached_engagements_search WHERE rowid = old.rowid;
END;

CREATE VIRTUAL TABLE cached_tasks_search USING fts5 (
  title, body, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER cached_tasks_search_insert AFTER INSERT ON cached_tasks WHEN new.deleted = 0 BEGIN
  INSERT INTO cached_tasks_search (rowid, title, body)
  VALUES (new.rowid, new.title, concat_ws(' ', new.tags, new.data ->> '$.notes'));
END;
CREATE TRIGGER cached_tasks_search_update AFTER UPDATE OF data, deleted ON cached_tasks
WHEN new.data IS NOT old.data OR new.deleted <> old.deleted BEGIN
  DELETE FROM cached_tasks_search WHERE rowid = old.rowid;
  INSERT INTO cached_tasks_search (rowid, title, body)
  SELECT new.rowid, new.title, concat_ws(' ', new.tags, new.data ->> '$.notes') WHERE new.deleted = 0;
END;
CREATE TRIGGER cached_tasks_search_delete AFTER DELETE ON cached_tasks BEGIN
  DELETE FROM cached_tasks_search WHERE rowid = old.rowid;
END;

CREATE TABLE sync_conflicts (
  conflict_id TEXT PRIMARY KEY NOT NULL,
  change_id TEXT NOT NULL,
  table_name TEXT NOT NULL,
  record_id TEXT NOT NULL,
  -- JSON list of { field, base, mine, theirs, kept }
  fields TEXT NOT NULL CHECK (json_valid(fields)),
  theirs_by TEXT NOT NULL,
  theirs_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  resolution TEXT CHECK (resolution IN ('mine', 'theirs', 'edited')),
  resolved_at INTEGER,
  -- The change that put the resolution through, for undo; null where nothing had to change.
  resolved_by TEXT
) STRICT;
CREATE INDEX sync_conflicts_by_record ON sync_conflicts (table_name, record_id);
CREATE INDEX sync_conflicts_open ON sync_conflicts (created_at) WHERE resolution IS NULL;
CREATE INDEX sync_conflicts_by_change ON sync_conflicts (change_id);

CREATE TABLE sync_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at INTEGER NOT NULL,
  duration_ms REAL NOT NULL,
  reason TEXT NOT NULL,
  pushed INTEGER NOT NULL,
  pulled INTEGER NOT NULL,
  merged INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  parked INTEGER NOT NULL,
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  details TEXT CHECK (details IS NULL OR json_valid(details))
) STRICT;

-- Device id, epoch, cursor, ticket, round and the like: one JSON value a key.
CREATE TABLE sync_state (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

CREATE TABLE sync_digests (
  table_name TEXT PRIMARY KEY NOT NULL,
  digest TEXT NOT NULL
) STRICT;

-- What was typed but is not valid yet.
CREATE TABLE drafts (
  table_name TEXT NOT NULL,
  record_id TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)),
  at INTEGER NOT NULL,
  PRIMARY KEY (table_name, record_id, field)
) STRICT, WITHOUT ROWID;

-- What is left of an acknowledged change once it is cleaned up from the queue: the proof that it arrived.
CREATE TABLE receipts (
  change_id TEXT PRIMARY KEY NOT NULL,
  table_name TEXT NOT NULL,
  record_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  data TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  acked_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_by_time ON receipts (acked_at);
CREATE INDEX receipts_by_record ON receipts (table_name, record_id);
