import { Sparkles } from 'lucide-react';
import { ok } from '#app/contract/errors.ts';
import type { RecentChange } from '#app/contract/history.ts';
import { NotCurrent } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { hrefOf } from '../navigation/route.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';
import { changesByClient } from './away.ts';

const MOST_ASKED = 500;
const MOST_CLIENTS = 8;
const MOST_NAMED = 2;

/** Colleagues' changes since the last look, grouped by client. */
export function AwaySummary() {
  const { client, notices } = useRendererStore();
  const { t, formats } = useI18n();
  const seenAt = useRendererState((state) => state.settings.seenAt);
  const lastPull = useRendererState((state) => state.status?.regions.lastFullPullAt ?? null);
  const people = useRendererState((state) => state.session?.people);
  const { value, error, reload } = useSyncAnswer<RecentChange[]>(
    // Someone who has never looked was not away: the first download is no news.
    async () => (seenAt === 0 ? ok([]) : client.recentChanges(seenAt, MOST_ASKED)),
    // Each complete check may bring more.
    [client, seenAt, lastPull],
  );
  if (error !== null) return <NotCurrent error={error} onRetry={reload} />;
  if (value === undefined || value.length === 0) return null;
  const recent = value;

  async function dismiss() {
    const newest = Math.max(...recent.map(({ at }) => at));
    const answer = await client.updateSettings({ seenAt: newest + 1 });
    if (!answer.ok) notices.fail(answer.error);
  }
  const groups = changesByClient(recent);
  const nameOf = (id: string) => people?.find((person) => person.id === id)?.name ?? t('away.someone');
  return (
    <section className="away" aria-labelledby="away-title">
      <header className="overview-card__head">
        <Sparkles size={16} aria-hidden />
        <h2 className="overview-card__title" id="away-title">
          {t('away.title')}
        </h2>
        <Button look="quiet" onPress={() => void dismiss()}>
          {t('away.seen')}
        </Button>
      </header>
      <ul className="away__list">
        {groups.slice(0, MOST_CLIENTS).map(({ root, changes }) => {
          const [newest] = changes;
          const whom = [...new Set(changes.map(({ by }) => nameOf(by)))];
          const what = [...new Set(changes.map((change) => (change.id === root.id ? t('away.itself') : change.title)))];
          const more = what.length - MOST_NAMED;
          const named = what.slice(0, MOST_NAMED).concat(more > 0 ? [t('away.moreRecords', { count: more })] : []);
          return (
            <li key={`${root.table}/${root.id}`} className="away__row">
              <a
                className="away__client truncate"
                href={hrefOf({ view: 'list', table: root.table, recordId: root.id })}
              >
                {root.title || t('list.untitled')}
              </a>
              <span className="away__what truncate">
                {formats.list(named)}
                <span className="muted">
                  {' '}
                  · {t('away.changes', { count: changes.length, people: formats.list(whom) })}
                </span>
              </span>
              <span className="away__when tabular">{newest === undefined ? '' : formats.relative(newest.at)}</span>
            </li>
          );
        })}
      </ul>
      {groups.length > MOST_CLIENTS && (
        <p className="muted">{t('away.more', { count: groups.length - MOST_CLIENTS })}</p>
      )}
      {recent.length === MOST_ASKED && <p className="muted">{t('away.newest', { count: MOST_ASKED })}</p>}
    </section>
  );
}
