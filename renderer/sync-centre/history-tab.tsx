import { History } from 'lucide-react';
import type { HistoryEntry } from '#app/contract/history.ts';
import { errorText, type MessageKey } from '#app/text/index.ts';
import { AsyncResult } from '../components/async-result.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ShowMore } from '../components/show-more.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { usePages } from '../store/use-pages.ts';

const PAGE_SIZE = 100;

const reasons = [
  'manual',
  'localChange',
  'interval',
  'serverEvent',
  'start',
  'resume',
  'unlock',
  'networkUp',
  'repair',
  'unreadable',
] as const;

function reasonKey(reason: string): MessageKey {
  const known = reasons.find((name) => name === reason);
  return known === undefined ? 'sync.run.other' : `sync.run.${known}`;
}

/** Each run with the server, newest first. */
export function HistoryTab() {
  const { client } = useRendererStore();
  const { t } = useI18n();
  const answer = usePages<HistoryEntry>(
    PAGE_SIZE,
    (after) => client.getHistory({ limit: PAGE_SIZE, after: after?.id }),
    [client],
  );
  return (
    <AsyncResult answer={answer}>
      {(pages) =>
        pages.items.length === 0 ? (
          <EmptyState
            icon={<History size={28} aria-hidden />}
            title={t('sync.history.empty')}
            hint={t('sync.history.emptyHint')}
          />
        ) : (
          <>
            <ol className="runs">
              {pages.items.map((run) => (
                <Run key={run.id} run={run} />
              ))}
            </ol>
            <ShowMore pages={pages} />
          </>
        )
      }
    </AsyncResult>
  );
}

function Run({ run }: { run: HistoryEntry }) {
  const { t, text, formats } = useI18n();
  const counted: [MessageKey, number][] = [
    ['sync.run.uploaded', run.syncedCount],
    ['sync.run.downloaded', run.pulledCount],
    ['sync.run.merged', run.merged],
    ['sync.run.conflicts', run.conflicts],
    ['sync.run.parked', run.parked],
  ];
  const parts = counted.filter(([, count]) => count > 0).map(([key, count]) => t(key, { count }));
  const outcome = parts.length > 0 ? parts.join(' · ') : run.error === null ? t('sync.run.nothing') : '';
  return (
    <li className="run" data-failed={run.error !== null || undefined}>
      <time
        className="run__when tabular"
        dateTime={new Date(run.startedAt).toISOString()}
        title={formats.dayAndTime(run.startedAt)}
      >
        {formats.timeOrDayAndTime(run.startedAt)}
      </time>
      <span className="run__reason">{t(reasonKey(run.reason))}</span>
      <span className="run__outcome selectable">
        {outcome}
        {run.error !== null && (
          <span className="run__error">
            {outcome === '' ? '' : ' · '}
            {t('sync.run.failed')}: {errorText(run.error, text)}
          </span>
        )}
      </span>
      <span className="run__duration tabular muted">{formats.duration(run.durationMs)}</span>
    </li>
  );
}
