import { currencyChoices } from './currencies.ts';
import { defineEntity, type RecordOf, words } from './entity.ts';
import { date, money, notes, person, reference, select, tags, text } from './field.ts';

/** Work agreed with a client: an audit, annual accounts, advice. */
export const engagements = defineEntity({
  table: 'engagements',
  label: { en: 'Engagements', de: 'Aufträge' },
  singular: { en: 'engagement', de: 'Auftrag' },
  icon: 'briefcase',
  place: 2,
  title: 'title',
  status: 'status',
  closed: ['done', 'cancelled'],
  done: 'done',
  due: 'dueDate',
  person: 'ownerId',
  foundThrough: { clientId: ['name'] },
  overview: ['overdue', 'due', 'unassigned'],
  archived: { status: 'cancelled' },
  columns: ['status', 'dueDate', 'fee', 'ownerId', 'kind', 'period'],
  identity: [
    ['title', 'clientId', 'period'],
    ['title', 'clientId', 'dueDate'],
    ['title', 'clientId'],
  ],
  otherNames: {
    title: words(
      'title, engagement, job name, job, job title, project, project name, work, work title, ' +
        'matter, name, task, subject, service, deal name, deal title, auftrag, auftragsname, betreff, bezeichnung, projekt, ' +
        'titel',
    ),
    clientId: words(
      'client, client name, customer, customer name, company, company name, account, account name, ' +
        'mandant, mandantenname, kunde, kundenname, firma, contact name, deal organization, associated company, ' +
        'associated company primary',
    ),
    kind: words(
      'kind, type, work type, job type, engagement type, service type, category, art, auftragsart, ' + 'leistungsart',
    ),
    status: words(
      'status, deal status, deal stage, state, progress, stage, stand, zustand, list name, section column, bucket name',
    ),
    period: words(
      'period, year, tax year, fiscal year, financial year, period end, year end, jahr, zeitraum, ' +
        'wirtschaftsjahr, veranlagungsjahr',
    ),
    fee: words(
      'fee, fees, amount, deal value, price, budget, value, total, agreed fee, honorar, betrag, preis, gebühr, ' +
        'vergütung',
    ),
    currency: words('currency, deal currency, currency code, währung, waehrung, iso currency'),
    startDate: words('start date, start, start on, from, startdatum, anfang, begin, von'),
    dueDate: words(
      'due date, due, deadline, due on, frist, termin, fällig, fälligkeit, fälligkeitsdatum, ' +
        'abgabefrist, due at, end date, filing deadline, deal expected close date, close date',
    ),
    ownerId: words(
      'owner, company owner, responsible, manager, account manager, partner, team members, ' +
        'assigned to, verantwortlich, bearbeiter, sachbearbeiter, betreuer, contact owner, deal owner, assignee, ' +
        'responsible attorney, fee earner',
    ),
    tags: words('tags, labels, categories, category, label, group membership, kategorien, kategorie, ' + 'etiketten'),
    notes: words(
      'notes, note, comment, comments, description, memo, remarks, bemerkung, bemerkungen, notiz, ' +
        'beschreibung, kommentar, anmerkung',
    ),
  },
  fields: {
    title: text({ en: 'Title', de: 'Titel' }, { required: true, sortable: true, searchable: true }),
    clientId: reference({ en: 'Client', de: 'Mandant' }, 'clients', { filterable: true }),
    kind: select(
      { en: 'Kind', de: 'Art' },
      {
        accounts: {
          en: 'Annual accounts',
          de: 'Jahresabschluss',
          otherNames: words('accounts, year end accounts, annual report, financial statements, abschluss, bilanz'),
        },
        tax: {
          en: 'Tax return',
          de: 'Steuererklärung',
          otherNames: words(
            'tax, income tax, corporation tax, tax returns, steuer, steuererklärungen, self assessment',
          ),
        },
        vat: {
          en: 'VAT return',
          de: 'Umsatzsteuer',
          otherNames: words('vat, vat returns, sales tax, umsatzsteuer, ust, ustva, umsatzsteuervoranmeldung'),
        },
        bookkeeping: {
          en: 'Bookkeeping',
          de: 'Buchhaltung',
          otherNames: words('books, bookkeeping, finanzbuchhaltung, fibu'),
        },
        audit: { en: 'Audit', de: 'Prüfung', otherNames: words('audits, statutory audit, revision, abschlussprüfung') },
        payroll: {
          en: 'Payroll',
          de: 'Lohnabrechnung',
          otherNames: words('payroll, wages, lohn, lohnbuchhaltung, lohn und gehalt'),
        },
        advisory: { en: 'Advisory', de: 'Beratung', otherNames: words('consulting, advice, consultancy') },
      },
      { sortable: true, filterable: true },
    ),
    status: select(
      { en: 'Status', de: 'Status' },
      {
        planned: {
          en: 'Planned',
          de: 'Geplant',
          otherNames: words('to do, todo, not started, new, open, pending, backlog, offen, neu, nicht begonnen'),
        },
        active: {
          en: 'In progress',
          de: 'In Arbeit',
          tone: 'accent',
          otherNames: words('doing, active, started, ongoing, in arbeit, laufend'),
        },
        review: {
          en: 'In review',
          de: 'In Prüfung',
          tone: 'wait',
          otherNames: words('review, ready for review, prüfung'),
        },
        done: {
          en: 'Done',
          de: 'Erledigt',
          tone: 'good',
          otherNames: words('complete, completed, closed, finished, fertig, abgeschlossen'),
        },
        cancelled: {
          en: 'Cancelled',
          de: 'Abgesagt',
          tone: 'off',
          otherNames: words('canceled, abandoned, storniert, abgebrochen'),
        },
      },
      { sortable: true, filterable: true },
    ),
    period: text({ en: 'Period', de: 'Zeitraum' }, { sortable: true, searchable: true, maxLength: 40 }),
    fee: money({ en: 'Fee', de: 'Honorar' }, { currencyField: 'currency', sortable: true }),
    currency: select({ en: 'Currency', de: 'Währung' }, currencyChoices, { filterable: true }),
    startDate: date({ en: 'Start date', de: 'Beginn' }, { sortable: true }),
    dueDate: date({ en: 'Due date', de: 'Fällig am' }, { sortable: true, filterable: true }),
    ownerId: person({ en: 'Owner', de: 'Zuständig' }, { sortable: true, filterable: true }),
    tags: tags({ en: 'Tags', de: 'Schlagwörter' }, { filterable: true, searchable: true }),
    notes: notes({ en: 'Notes', de: 'Notizen' }, { searchable: true }),
  },
});

export type Engagement = RecordOf<typeof engagements>;
