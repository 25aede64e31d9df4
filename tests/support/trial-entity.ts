import { defineEntity } from '#app/schema/entity.ts';
import { count, date, money, notes, reference, select, tags, text } from '#app/schema/field.ts';
import { ferrySchema, type Schema } from '#app/schema/index.ts';
import { createSchema } from '#app/schema/schema.ts';

/** What an entity of a test says of itself where nothing depends on it. */
export const plainFacts = { icon: 'folder', place: 8, columns: [], identity: [] } as const;

const same = (word: string) => ({ en: word, de: word });

/** One more entity, by a name that is reserved for it: no real one may have it. */
export const trials = defineEntity({
  table: 'trials',
  label: { en: 'Trials', de: 'Proben' },
  singular: { en: 'trial', de: 'Probe' },
  ...plainFacts,
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

export const schemaWithTrials: Schema = createSchema(ferrySchema.version + 1, [...ferrySchema.entities, trials]);
