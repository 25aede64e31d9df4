import { defineEntity, type RecordOf } from './entity.ts';
import { date, money, notes, person, reference, select, tags, text } from './field.ts';

/** A piece of work agreed with a client: an audit, the year's accounts, an advice. */
export const engagements = defineEntity({
  table: 'engagements',
  label: { en: 'Engagements', de: 'Aufträge' },
  singular: { en: 'engagement', de: 'Auftrag' },
  title: 'title',
  archived: { status: 'cancelled' },
  fields: {
    title: text({ en: 'Title', de: 'Titel' }, { required: true, sortable: true, searchable: true }),
    clientId: reference({ en: 'Client', de: 'Mandant' }, 'clients', { filterable: true }),
    kind: select(
      { en: 'Kind', de: 'Art' },
      {
        accounts: { en: 'Annual accounts', de: 'Jahresabschluss' },
        tax: { en: 'Tax return', de: 'Steuererklärung' },
        audit: { en: 'Audit', de: 'Prüfung' },
        payroll: { en: 'Payroll', de: 'Lohnabrechnung' },
        advisory: { en: 'Advisory', de: 'Beratung' },
      },
      { sortable: true, filterable: true },
    ),
    status: select(
      { en: 'Status', de: 'Status' },
      {
        planned: { en: 'Planned', de: 'Geplant' },
        active: { en: 'In progress', de: 'In Arbeit' },
        review: { en: 'In review', de: 'In Prüfung' },
        done: { en: 'Done', de: 'Erledigt' },
        cancelled: { en: 'Cancelled', de: 'Abgesagt' },
      },
      { sortable: true, filterable: true },
    ),
    period: text({ en: 'Period', de: 'Zeitraum' }, { sortable: true, searchable: true, maxLength: 40 }),
    fee: money({ en: 'Fee', de: 'Honorar' }, { currencyField: 'currency', sortable: true }),
    currency: select(
      { en: 'Currency', de: 'Währung' },
      {
        EUR: { en: 'EUR', de: 'EUR' },
        USD: { en: 'USD', de: 'USD' },
        GBP: { en: 'GBP', de: 'GBP' },
        CHF: { en: 'CHF', de: 'CHF' },
      },
      { filterable: true },
    ),
    startDate: date({ en: 'Start date', de: 'Beginn' }, { sortable: true }),
    dueDate: date({ en: 'Due date', de: 'Fällig am' }, { sortable: true, filterable: true }),
    ownerId: person({ en: 'Owner', de: 'Zuständig' }, { sortable: true, filterable: true }),
    tags: tags({ en: 'Tags', de: 'Schlagwörter' }, { filterable: true, searchable: true }),
    notes: notes({ en: 'Notes', de: 'Notizen' }, { searchable: true }),
  },
});

export type Engagement = RecordOf<typeof engagements>;
