import { CalendarClock, CircleAlert, UserRoundX } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { OverviewQuestion } from '#app/schema/index.ts';
import type { MessageKey } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { UnreadList } from '../components/unread-list.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { goTo } from '../navigation/use-route.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';
import { useLists } from '../store/use-lists.ts';
import { isFilled } from '../sync-centre/readiness.ts';
import { AwaySummary } from './away-summary.tsx';
import { DueRow } from './due-row.tsx';
import { type OverviewList, overviewLists } from './overview.ts';
import { UnsentDue } from './unsent-due.tsx';
import { Welcome } from './welcome.tsx';

const MOST_SHOWN = 6;

const icons: Record<OverviewQuestion, ReactNode> = {
  overdue: <CircleAlert size={16} aria-hidden />,
  due: <CalendarClock size={16} aria-hidden />,
  unassigned: <UserRoundX size={16} aria-hidden />,
};

/** The start page: what is due, overdue or unassigned. */
export function Overview() {
  const isAlone = useAlone();
  const { t, formats } = useI18n();
  const today = useToday();
  const firm = useRendererState((state) => state.session?.firm.name ?? '');
  const lists = useMemo(() => overviewLists(today), [today]);
  const sources = useMemo(() => lists.map(({ entity, query }) => ({ table: entity.table, query })), [lists]);
  const shown = useLists(sources);
  const isUnread = shown?.some(({ error }) => error !== null) ?? false;
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
          {isUnread ? (
            <div className="overview__alert">
              <UnreadList lists={shown} />
            </div>
          ) : (
            <>
              {!isAlone && <UnsentDue />}
              <AwaySummary />
            </>
          )}
          <div className="overview">
            {lists.map((list) => (
              <OverviewCard key={`${list.question}-${list.entity.table}`} {...list} today={today} />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

function OverviewCard({ question, entity, filters, query, today }: OverviewList & { today: string }) {
  const { t, label, word, formats } = useI18n();
  const { preferences } = useRendererStore();
  const isComplete = useRendererState((state) => state.status === null || isFilled(state.status));
  const sources = useMemo(() => [{ table: entity.table, query }], [entity, query]);
  const [list] = useLists(sources) ?? [];
  const isRead = list !== undefined && list.error === null;
  const heading = t(`overview.${question}` satisfies MessageKey, { what: label(entity.label) });
  const ids = Array.from({ length: Math.min(list?.total ?? 0, MOST_SHOWN) }, (_, index) => list?.idAt(index));

  function showAll() {
    preferences.changeList(entity.table, { filters, sort: query.sort, groupBy: null });
    goTo({ view: 'list', table: entity.table, recordId: null });
  }
  return (
    <section
      className={`overview-card overview-card--${question}`}
      aria-label={heading}
      data-none={(isRead && list.total === 0) || undefined}
    >
      <header className="overview-card__head">
        {icons[question]}
        <h2 className="overview-card__title truncate">{heading}</h2>
        {isRead && <span className="overview-card__total tabular">{formats.number(list.total)}</span>}
      </header>
      {list?.error != null && <p className="overview-card__none">{t('common.cannotRead')}</p>}
      {isRead && list.total === 0 && (
        <p className="overview-card__none">{t(isComplete ? `overview.none.${question}` : 'overview.none.soFar')}</p>
      )}
      <ul>
        {ids.map((id) =>
          id === undefined ? null : (
            <li key={id}>
              <DueRow entity={entity} id={id} today={today} />
            </li>
          ),
        )}
      </ul>
      {(list?.total ?? 0) > MOST_SHOWN && (
        <Button look="quiet" onPress={showAll}>
          {t('overview.showAll', { count: list?.total ?? 0, what: word(entity.label) })}
        </Button>
      )}
    </section>
  );
}
