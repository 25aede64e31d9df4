-- A query for single records must never be planned over this index: where PostgreSQL takes a firm for small (a new one, or
-- one among many), it would read the whole firm for each batch. Only a query that says "NOT version <= 0" can use it now.
DROP INDEX records_feed;
CREATE INDEX records_feed ON records (firm_id, version) WHERE version > 0;
