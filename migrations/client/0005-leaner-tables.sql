-- What was written with every record and hardly ever read is gone. A shadow leaves out what the visible row shows as well;
-- an order that lists do not start in has its index once somebody asks for it (app/store/orders.ts); the search index is
-- written at the end of each transaction (app/store/search-index.ts) rather than by triggers, a column for each field, and
-- without indexes of prefixes, which were half of it.
DROP TRIGGER cached_clients_search_insert;
DROP TRIGGER cached_clients_search_update;
DROP TRIGGER cached_clients_search_delete;
DROP INDEX cached_clients_by_generation;
DROP INDEX cached_clients_by_id;
DROP INDEX cached_clients_by_status;
DROP INDEX cached_clients_by_ownerId;
DROP INDEX cached_clients_by_contact_key;
DROP INDEX cached_clients_by_email_key;
DROP INDEX cached_clients_by_city_key;
UPDATE cached_clients SET shadow = json_remove(shadow, '$.data', '$.deleted')
WHERE shadow IS NOT NULL AND shadow -> '$.data' = data AND shadow ->> '$.deleted' = deleted;
DROP TABLE cached_clients_search;
CREATE VIRTUAL TABLE cached_clients_search USING fts5 (
  name, contact, email, phone, city, taxId, tags, notes, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO cached_clients_search (rowid, name, contact, email, phone, city, taxId, tags, notes)
SELECT rowid, data ->> '$.name', data ->> '$.contact', data ->> '$.email', data ->> '$.phone', data ->> '$.city', data ->> '$.taxId', data ->> '$.tags', data ->> '$.notes' FROM cached_clients WHERE deleted = 0;

DROP TRIGGER cached_engagements_search_insert;
DROP TRIGGER cached_engagements_search_update;
DROP TRIGGER cached_engagements_search_delete;
DROP INDEX cached_engagements_by_generation;
DROP INDEX cached_engagements_by_id;
DROP INDEX cached_engagements_by_kind;
DROP INDEX cached_engagements_by_status;
DROP INDEX cached_engagements_by_fee;
DROP INDEX cached_engagements_by_startDate;
DROP INDEX cached_engagements_by_ownerId;
DROP INDEX cached_engagements_by_period_key;
UPDATE cached_engagements SET shadow = json_remove(shadow, '$.data', '$.deleted')
WHERE shadow IS NOT NULL AND shadow -> '$.data' = data AND shadow ->> '$.deleted' = deleted;
DROP TABLE cached_engagements_search;
CREATE VIRTUAL TABLE cached_engagements_search USING fts5 (
  title, period, tags, notes, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO cached_engagements_search (rowid, title, period, tags, notes)
SELECT rowid, data ->> '$.title', data ->> '$.period', data ->> '$.tags', data ->> '$.notes' FROM cached_engagements WHERE deleted = 0;

DROP TRIGGER cached_tasks_search_insert;
DROP TRIGGER cached_tasks_search_update;
DROP TRIGGER cached_tasks_search_delete;
DROP INDEX cached_tasks_by_generation;
DROP INDEX cached_tasks_by_id;
DROP INDEX cached_tasks_by_status;
DROP INDEX cached_tasks_by_priority;
DROP INDEX cached_tasks_by_assigneeId;
DROP INDEX cached_tasks_by_minutesSpent;
UPDATE cached_tasks SET shadow = json_remove(shadow, '$.data', '$.deleted')
WHERE shadow IS NOT NULL AND shadow -> '$.data' = data AND shadow ->> '$.deleted' = deleted;
DROP TABLE cached_tasks_search;
CREATE VIRTUAL TABLE cached_tasks_search USING fts5 (
  title, tags, notes, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO cached_tasks_search (rowid, title, tags, notes)
SELECT rowid, data ->> '$.title', data ->> '$.tags', data ->> '$.notes' FROM cached_tasks WHERE deleted = 0;

-- What each round asks of the outbox, whatever else waits or lies in it.
CREATE INDEX sync_queue_sent ON sync_queue (id, change_id) WHERE synced = 0 AND state = 'sent';
CREATE INDEX sync_queue_postponed ON sync_queue (next_attempt_at) WHERE synced = 0 AND next_attempt_at IS NOT NULL;
CREATE INDEX sync_queue_acknowledged ON sync_queue (acked_at, change_id) WHERE synced = 1;
