import { defineEntity } from '#app/schema/entity.ts';
import { count, date, money, notes, reference, select, tags, text } from '#app/schema/field.ts';
import { ferrySchema, type Schema } from '#app/schema/index.ts';
import { createSchema } from '#app/schema/schema.ts';

const same = (word: string) => ({ en: word, de: word });

/** What one more entity takes: this, and `invoicesMigration`. */
export const invoices = defineEntity({
  table: 'invoices',
  label: { en: 'Invoices', de: 'Rechnungen' },
  singular: { en: 'invoice', de: 'Rechnung' },
  title: 'number',
  fields: {
    number: text(same('Number'), { required: true, sortable: true, searchable: true }),
    engagementId: reference(same('Engagement'), 'engagements', { filterable: true }),
    amount: money(same('Amount'), { currencyField: 'currency', sortable: true }),
    currency: select(same('Currency'), { EUR: same('EUR'), CHF: same('CHF') }, { filterable: true }),
    dueDate: date(same('Due date'), { sortable: true, filterable: true }),
    reminders: count(same('Reminders')),
    tags: tags(same('Tags'), { filterable: true, searchable: true }),
    notes: notes(same('Notes'), { searchable: true }),
  },
});

export const schemaWithInvoices: Schema = createSchema(ferrySchema.version + 1, [...ferrySchema.entities, invoices]);

export const invoicesMigration = `
CREATE TABLE cached_invoices (
  id TEXT PRIMARY KEY NOT NULL,
  data TEXT NOT NULL,
  shadow TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  generation INTEGER NOT NULL DEFAULT 0,
  changed_at INTEGER GENERATED ALWAYS AS (shadow ->> '$.at') VIRTUAL,
  sort_keys TEXT NOT NULL DEFAULT '{}',
  number TEXT GENERATED ALWAYS AS (data ->> '$.number') VIRTUAL,
  number_key TEXT GENERATED ALWAYS AS (coalesce(sort_keys ->> '$.number', lower(data ->> '$.number'))) VIRTUAL,
  engagementId TEXT GENERATED ALWAYS AS (data ->> '$.engagementId') VIRTUAL,
  amount INTEGER GENERATED ALWAYS AS (data ->> '$.amount') VIRTUAL,
  currency TEXT GENERATED ALWAYS AS (data ->> '$.currency') VIRTUAL,
  dueDate TEXT GENERATED ALWAYS AS (data ->> '$.dueDate') VIRTUAL,
  tags TEXT GENERATED ALWAYS AS (data -> '$.tags') VIRTUAL
) STRICT;
CREATE INDEX cached_invoices_by_changed_at ON cached_invoices (changed_at);
CREATE INDEX cached_invoices_by_generation ON cached_invoices (generation, id, version) WHERE shadow IS NOT NULL;
CREATE INDEX cached_invoices_by_id ON cached_invoices (id) WHERE deleted = 0;
CREATE INDEX cached_invoices_by_number_key ON cached_invoices (number_key, id) WHERE deleted = 0;
CREATE INDEX cached_invoices_by_engagementId ON cached_invoices (engagementId COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_invoices_by_amount ON cached_invoices (amount, id) WHERE deleted = 0;
CREATE INDEX cached_invoices_by_dueDate ON cached_invoices (dueDate COLLATE NOCASE, id) WHERE deleted = 0;
CREATE INDEX cached_invoices_list ON cached_invoices (dueDate, engagementId, currency, tags) WHERE deleted = 0;
CREATE VIRTUAL TABLE cached_invoices_search USING fts5 (
  title, body, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER cached_invoices_search_insert AFTER INSERT ON cached_invoices WHEN new.deleted = 0 BEGIN
  INSERT INTO cached_invoices_search (rowid, title, body)
  VALUES (new.rowid, new.number, concat_ws(' ', new.tags, new.data ->> '$.notes'));
END;
CREATE TRIGGER cached_invoices_search_update AFTER UPDATE OF data, deleted ON cached_invoices
WHEN new.data IS NOT old.data OR new.deleted <> old.deleted BEGIN
  DELETE FROM cached_invoices_search WHERE rowid = old.rowid;
  INSERT INTO cached_invoices_search (rowid, title, body)
  SELECT new.rowid, new.number, concat_ws(' ', new.tags, new.data ->> '$.notes') WHERE new.deleted = 0;
END;
CREATE TRIGGER cached_invoices_search_delete AFTER DELETE ON cached_invoices BEGIN
  DELETE FROM cached_invoices_search WHERE rowid = old.rowid;
END;
`;
