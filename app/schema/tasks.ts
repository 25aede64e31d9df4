import { defineEntity, type RecordOf } from './entity.ts';
import { count, date, notes, person, reference, select, tags, text } from './field.ts';

/** One step of an engagement that somebody does by some day. */
export const tasks = defineEntity({
  table: 'tasks',
  label: { en: 'Tasks', de: 'Aufgaben' },
  singular: { en: 'task', de: 'Aufgabe' },
  title: 'title',
  fields: {
    title: text({ en: 'Title', de: 'Titel' }, { required: true, sortable: true, searchable: true }),
    engagementId: reference({ en: 'Engagement', de: 'Auftrag' }, 'engagements', { filterable: true }),
    status: select(
      { en: 'Status', de: 'Status' },
      {
        open: { en: 'Open', de: 'Offen' },
        doing: { en: 'In progress', de: 'In Arbeit' },
        waiting: { en: 'Waiting', de: 'Wartet' },
        done: { en: 'Done', de: 'Erledigt' },
      },
      { sortable: true, filterable: true },
    ),
    priority: select(
      { en: 'Priority', de: 'Priorität' },
      {
        normal: { en: 'Normal', de: 'Normal' },
        low: { en: 'Low', de: 'Niedrig' },
        high: { en: 'High', de: 'Hoch' },
        urgent: { en: 'Urgent', de: 'Dringend' },
      },
      { sortable: true, filterable: true },
    ),
    assigneeId: person({ en: 'Assignee', de: 'Bearbeitung' }, { sortable: true, filterable: true }),
    dueDate: date({ en: 'Due date', de: 'Fällig am' }, { sortable: true, filterable: true, merge: 'ask' }),
    minutesSpent: count({ en: 'Minutes spent', de: 'Minuten' }, { sortable: true }),
    tags: tags({ en: 'Tags', de: 'Schlagwörter' }, { filterable: true, searchable: true }),
    notes: notes({ en: 'Notes', de: 'Notizen' }, { searchable: true }),
  },
});

export type Task = RecordOf<typeof tasks>;
