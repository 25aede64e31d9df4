-- What a list can be filtered by, side by side: counting and collecting the rows of a filter reads this index alone, where
-- it had to take each record apart. Lists name the index themselves; see app/store/lists.ts.
CREATE INDEX cached_clients_list ON cached_clients (status, ownerId, tags) WHERE deleted = 0;
CREATE INDEX cached_engagements_list ON cached_engagements (dueDate, status, ownerId, kind, currency, clientId, tags)
WHERE deleted = 0;
CREATE INDEX cached_tasks_list ON cached_tasks (dueDate, status, assigneeId, priority, engagementId, tags)
WHERE deleted = 0;
