import { defineEntity, type RecordOf, words } from './entity.ts';
import { count, date, notes, person, reference, select, tags, text } from './field.ts';

/** A step of an engagement, due by a day and assigned to somebody. */
export const tasks = defineEntity({
  table: 'tasks',
  label: { en: 'Tasks', de: 'Aufgaben' },
  singular: { en: 'task', de: 'Aufgabe' },
  icon: 'check',
  place: 3,
  title: 'title',
  status: 'status',
  closed: ['done'],
  done: 'done',
  waiting: ['waiting'],
  priority: 'priority',
  due: 'dueDate',
  person: 'assigneeId',
  foundThrough: { engagementId: ['title'] },
  overview: ['overdue', 'due', 'unassigned'],
  startsOpen: true,
  quickAdd: true,
  columns: ['dueDate', 'status', 'assigneeId', 'priority'],
  sort: { field: 'dueDate', direction: 'asc' },
  identity: [
    ['title', 'engagementId', 'dueDate'],
    ['title', 'engagementId'],
  ],
  otherNames: {
    title: words(
      'title, task, task name, content, card name, summary, name, to do, todo, subject, item, ' +
        'aufgabe, betreff, aufgabenname, titel',
    ),
    engagementId: words(
      'engagement, engagement title, project, projects, project name, board name, job, job name, ' +
        'matter, matter name, auftrag, auftragsname, projekt, work, list, list name',
    ),
    status: words(
      'status, state, progress, stage, stand, zustand, list name, section column, bucket name, ' + 'list, completed',
    ),
    priority: words('priority, prio, importance, priorität, prioritaet, dringlichkeit, wichtigkeit'),
    assigneeId: words(
      'assignee, assigned to, assignees, responsible, members, owner, person, assignee email, ' +
        'bearbeiter, bearbeitung, verantwortlich, zugewiesen an, zuständig',
    ),
    dueDate: words(
      'due date, due, deadline, due on, frist, termin, fällig, fälligkeit, fälligkeitsdatum, ' +
        'abgabefrist, due at, end date, filing deadline, date, datum',
    ),
    minutesSpent: words('minutes spent, minutes, time spent, time, duration, hours, minuten, zeit, dauer, zeitaufwand'),
    tags: words('tags, labels, categories, category, label, group membership, kategorien, kategorie, ' + 'etiketten'),
    notes: words(
      'card description, task content, notes, note, comment, comments, description, memo, remarks, ' +
        'bemerkung, bemerkungen, notiz, beschreibung, kommentar, anmerkung',
    ),
  },
  fields: {
    title: text({ en: 'Title', de: 'Titel' }, { required: true, sortable: true, searchable: true }),
    engagementId: reference({ en: 'Engagement', de: 'Auftrag' }, 'engagements', { filterable: true }),
    status: select(
      { en: 'Status', de: 'Status' },
      {
        open: {
          en: 'Open',
          de: 'Offen',
          otherNames: words(
            'to do, todo, not started, new, pending, backlog, incomplete, no, false, neu, zu erledigen',
          ),
        },
        doing: {
          en: 'In progress',
          de: 'In Arbeit',
          tone: 'accent',
          otherNames: words('doing, active, started, ongoing, working on it, laufend'),
        },
        waiting: {
          en: 'Waiting',
          de: 'Wartet',
          tone: 'wait',
          otherNames: words('waiting, blocked, on hold, stuck, wartend'),
        },
        done: {
          en: 'Done',
          de: 'Erledigt',
          tone: 'good',
          otherNames: words('complete, completed, closed, finished, yes, true, fertig, abgeschlossen'),
        },
      },
      { sortable: true, filterable: true },
    ),
    priority: select(
      { en: 'Priority', de: 'Priorität' },
      {
        normal: { en: 'Normal', de: 'Normal', otherNames: words('medium, none, mittel, moderate') },
        low: { en: 'Low', de: 'Niedrig', tone: 'off', otherNames: words('minor, lowest, gering') },
        high: { en: 'High', de: 'Hoch', tone: 'wait', otherNames: words('important, major, wichtig') },
        urgent: {
          en: 'Urgent',
          de: 'Dringend',
          tone: 'danger',
          otherNames: words('highest, critical, sehr hoch, kritisch'),
        },
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
