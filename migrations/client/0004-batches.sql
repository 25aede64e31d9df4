-- What was saved as one in many transactions, such as an import: so that it can be taken back as one, however long after and
-- whatever window asked for it. A change that was taken back belongs to no batch any more, so what is left to do is counted.
CREATE TABLE batches (
  batch_id TEXT PRIMARY KEY NOT NULL,
  table_name TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  size INTEGER NOT NULL,
  is_undoing INTEGER NOT NULL DEFAULT 0
) STRICT;

ALTER TABLE sync_queue ADD COLUMN batch_id TEXT;
CREATE INDEX sync_queue_by_batch ON sync_queue (batch_id, id) WHERE batch_id IS NOT NULL;
