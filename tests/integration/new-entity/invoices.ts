import { defineEntity, type RecordOf } from '#app/schema/entity.ts';
import { date, money, notes, reference, select, text } from '#app/schema/field.ts';

/** What is billed for an engagement. The test copies this file to app/schema; nothing else there knows of it. */
export const invoices = defineEntity({
  table: 'invoices',
  label: { en: 'Invoices', de: 'Rechnungen' },
  singular: { en: 'invoice', de: 'Rechnung' },
  icon: 'receipt',
  place: 4,
  title: 'number',
  status: 'status',
  closed: ['paid', 'void'],
  due: 'dueDay',
  overview: ['overdue', 'due'],
  archived: { status: 'void' },
  columns: ['engagementId', 'amount', 'dueDay', 'status', 'issuedDay'],
  sort: { field: 'dueDay', direction: 'desc' },
  identity: [['number']],
  otherNames: { number: ['invoice', 'rechnungsnummer'], dueDay: ['due', 'zahlbar bis'] },
  fields: {
    number: text({ en: 'Number', de: 'Nummer' }, { required: true, sortable: true, searchable: true }),
    engagementId: reference({ en: 'Engagement', de: 'Auftrag' }, 'engagements', { filterable: true }),
    amount: money({ en: 'Amount', de: 'Betrag' }, { currencyField: 'currency', sortable: true }),
    currency: select(
      { en: 'Currency', de: 'Währung' },
      { EUR: { en: 'EUR', de: 'EUR' }, CHF: { en: 'CHF', de: 'CHF' } },
      { filterable: true },
    ),
    issuedDay: date({ en: 'Issued on', de: 'Ausgestellt am' }, { sortable: true }),
    dueDay: date({ en: 'Due on', de: 'Fällig am' }, { sortable: true, filterable: true }),
    status: select(
      { en: 'Status', de: 'Status' },
      {
        open: { en: 'Open', de: 'Offen', tone: 'wait' },
        paid: { en: 'Paid', de: 'Bezahlt', tone: 'good' },
        void: { en: 'Void', de: 'Storniert', tone: 'off' },
      },
      { sortable: true, filterable: true },
    ),
    notes: notes({ en: 'Notes', de: 'Notizen' }, { searchable: true }),
  },
});

export type Invoice = RecordOf<typeof invoices>;
