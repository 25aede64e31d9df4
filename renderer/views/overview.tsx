import { CalendarClock, CircleAlert, UserRoundX } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Filter, ListQuery } from '#app/contract/records.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { addDays, type MessageKey } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useLists } from '../hooks/use-lists.ts';
import { goTo } from '../hooks/use-route.ts';
import { useToday } from '../hooks/use-today.ts';
import { openFilter } from '../model/due.ts';
import { AwaySummary } from './overview/away-summary.tsx';
import { DueRow } from './overview/due-row.tsx';
import { UnsentDue } from './overview/unsent-due.tsx';
import { Welcome } from './overview/welcome.tsx';

const MOST_SHOWN = 6;
const DAYS_AHEAD = 7;

interface Question {
  key: 'overdue' | 'due' | 'unassigned';
  icon: ReactNode;
  filtersOf: (entity: AnyEntity, today: string) => Filter[] | null;
}

const filterableField = (entity: AnyEntity, name: string) => (entity.fields[name]?.filterable ? name : null);
const personField = (entity: AnyEntity) => filterableField(entity, 'assigneeId') ?? filterableField(entity, 'ownerId');

const questions: Question[] = [
  {
    key: 'overdue',
    icon: <CircleAlert size={16} aria-hidden />,
    filtersOf: (entity, today) =>
      filterableField(entity, 'dueDate') === null
        ? null
        : [{ field: 'dueDate', test: 'before', values: [addDays(today, -1)] }, ...openFilter(entity)],
  },
  {
    key: 'due',
    icon: <CalendarClock size={16} aria-hidden />,
    filtersOf: (entity, today) =>
      filterableField(entity, 'dueDate') === null
        ? null
        : [
            { field: 'dueDate', test: 'after', values: [today] },
            { field: 'dueDate', test: 'before', values: [addDays(today, DAYS_AHEAD)] },
            ...openFilter(entity),
          ],
  },
  {
    key: 'unassigned',
    icon: <UserRoundX size={16} aria-hidden />,
    filtersOf: (entity) => {
      const person = personField(entity);
      return person === null ? null : [{ field: person, test: 'empty', values: [] }, ...openFilter(entity)];
    },
  },
];

/** What is due, what is overdue, what has no one: the start of a day. */
export function Overview() {
  const { t, formats } = useSpeech();
  const today = useToday();
  const firm = useDeskState((state) => state.session?.firm.name ?? '');
  const workable = useMemo(() => ferrySchema.entities.filter((entity) => openFilter(entity).length > 0), []);
  return (
    <div className="page">
      <header className="page__header">
        <div className="page__titles">
          <h1 className="page__title">{t('nav.overview')}</h1>
          <p className="page__subtitle">
            {firm} · {formats.longDay(today)}
          </p>
        </div>
      </header>
      <div className="page__body scroller">
        <div className="page__column page__column--wide">
          <Welcome />
          <UnsentDue />
          <AwaySummary />
          <div className="overview">
            {questions.flatMap((question) =>
              workable.map((entity) => (
                <OverviewCard
                  key={`${question.key}-${entity.table}`}
                  question={question}
                  entity={entity}
                  today={today}
                />
              )),
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

interface OverviewCardProps {
  question: Question;
  entity: AnyEntity;
  today: string;
}

function OverviewCard({ question, entity, today }: OverviewCardProps) {
  const { t, label, word, formats } = useSpeech();
  const { preferences } = useDesk();
  const filters = useMemo(() => question.filtersOf(entity, today) ?? [], [question, entity, today]);
  const sort = useMemo<ListQuery['sort']>(
    () => (entity.fields.dueDate?.sortable ? { field: 'dueDate', direction: 'asc' } : null),
    [entity],
  );
  const sources = useMemo(
    () => [{ table: entity.table, query: { filters, search: '', sort } }],
    [entity, filters, sort],
  );
  const [list] = useLists(sources) ?? [];
  const heading = t(`overview.${question.key}` satisfies MessageKey, { what: label(entity.label) });
  const ids = Array.from({ length: Math.min(list?.total ?? 0, MOST_SHOWN) }, (_, index) => list?.idAt(index));

  function showAll() {
    preferences.changeList(entity.table, { filters, sort, groupBy: null });
    goTo({ view: 'list', table: entity.table, recordId: null });
  }
  return (
    <section className={`overview-card overview-card--${question.key}`} aria-label={heading}>
      <header className="overview-card__head">
        {question.icon}
        <h2 className="overview-card__title truncate">{heading}</h2>
        {list !== undefined && <span className="overview-card__total tabular">{formats.number(list.total)}</span>}
      </header>
      {list?.total === 0 && <p className="overview-card__none">{t(`overview.none.${question.key}`)}</p>}
      <ul>{ids.map((id) => (id === undefined ? null : <DueRow key={id} entity={entity} id={id} today={today} />))}</ul>
      {(list?.total ?? 0) > MOST_SHOWN && (
        <Button look="quiet" onPress={showAll}>
          {t('overview.showAll', { count: list?.total ?? 0, what: word(entity.label) })}
        </Button>
      )}
    </section>
  );
}
