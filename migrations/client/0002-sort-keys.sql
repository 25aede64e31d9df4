-- Text is sorted as people look it up, without case and accents: ä beside a and not after z. The keys are made in code
-- (app/store/sort-keys.ts), and only for text that is not plain ASCII; of other text lower() says the same.
ALTER TABLE cached_clients ADD COLUMN sort_keys TEXT NOT NULL DEFAULT '{}';
ALTER TABLE cached_clients ADD COLUMN
  name_key TEXT GENERATED ALWAYS AS (coalesce(sort_keys ->> '$.name', lower(data ->> '$.name'))) VIRTUAL;
ALTER TABLE cached_clients ADD COLUMN
  contact_key TEXT GENERATED ALWAYS AS (coalesce(sort_keys ->> '$.contact', lower(data ->> '$.contact'))) VIRTUAL;
ALTER TABLE cached_clients ADD COLUMN
  email_key TEXT GENERATED ALWAYS AS (coalesce(sort_keys ->> '$.email', lower(data ->> '$.email'))) VIRTUAL;
ALTER TABLE cached_clients ADD COLUMN
  city_key TEXT GENERATED ALWAYS AS (coalesce(sort_keys ->> '$.city', lower(data ->> '$.city'))) VIRTUAL;
DROP INDEX cached_clients_by_name;
DROP INDEX cached_clients_by_contact;
DROP INDEX cached_clients_by_email;
DROP INDEX cached_clients_by_city;
CREATE INDEX cached_clients_by_name_key ON cached_clients (name_key, id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_contact_key ON cached_clients (contact_key, id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_email_key ON cached_clients (email_key, id) WHERE deleted = 0;
CREATE INDEX cached_clients_by_city_key ON cached_clients (city_key, id) WHERE deleted = 0;

ALTER TABLE cached_engagements ADD COLUMN sort_keys TEXT NOT NULL DEFAULT '{}';
ALTER TABLE cached_engagements ADD COLUMN
  title_key TEXT GENERATED ALWAYS AS (coalesce(sort_keys ->> '$.title', lower(data ->> '$.title'))) VIRTUAL;
ALTER TABLE cached_engagements ADD COLUMN
  period_key TEXT GENERATED ALWAYS AS (coalesce(sort_keys ->> '$.period', lower(data ->> '$.period'))) VIRTUAL;
DROP INDEX cached_engagements_by_title;
DROP INDEX cached_engagements_by_period;
CREATE INDEX cached_engagements_by_title_key ON cached_engagements (title_key, id) WHERE deleted = 0;
CREATE INDEX cached_engagements_by_period_key ON cached_engagements (period_key, id) WHERE deleted = 0;

ALTER TABLE cached_tasks ADD COLUMN sort_keys TEXT NOT NULL DEFAULT '{}';
ALTER TABLE cached_tasks ADD COLUMN
  title_key TEXT GENERATED ALWAYS AS (coalesce(sort_keys ->> '$.title', lower(data ->> '$.title'))) VIRTUAL;
DROP INDEX cached_tasks_by_title;
CREATE INDEX cached_tasks_by_title_key ON cached_tasks (title_key, id) WHERE deleted = 0;

-- Records that are here already get theirs once Ferry runs, a few at a time: table and row to go on after.
INSERT INTO sync_state (key, value)
SELECT 'sortKeysDue', '[{"table":"clients","after":0},{"table":"engagements","after":0},{"table":"tasks","after":0}]'
WHERE EXISTS (SELECT 1 FROM cached_clients) OR EXISTS (SELECT 1 FROM cached_engagements)
  OR EXISTS (SELECT 1 FROM cached_tasks);
