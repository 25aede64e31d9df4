import type { StoredConflict } from '#app/contract/queue.ts';
import { ferrySchema } from '#app/schema/index.ts';
import type { MessageKey } from '#app/text/index.ts';
import { NotCurrent } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { hrefOf } from '../navigation/route.ts';
import { useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';
import { conflictFieldLabel } from './conflict-fields.ts';

/** As long as the changes of a decision are kept, so that it can be undone completely. */
const DAYS_SHOWN = 7;
const DAY_MS = 86_400_000;

const saidFor: Record<NonNullable<StoredConflict['resolution']>, MessageKey> = {
  mine: 'sync.resolvedMine',
  theirs: 'sync.resolvedTheirs',
  edited: 'sync.resolvedEdited',
};

/** Recent decisions, which can be reopened. */
export function DecidedConflicts({ onOpened }: { onOpened: () => void }) {
  const { client, notices } = useRendererStore();
  const { t, text, formats } = useI18n();
  const today = useToday();
  const { value, error, reload } = useSyncAnswer(
    () => client.listConflicts({ isOpen: false, decidedSince: Date.now() - DAYS_SHOWN * DAY_MS }),
    [client, today],
  );

  async function openAgain({ conflictId }: StoredConflict) {
    const answer = await client.undoResolution(conflictId);
    if (!answer.ok) notices.fail(answer.error);
    reload();
    onOpened();
  }
  const fieldsOf = ({ table, fields }: StoredConflict) => {
    const entity = ferrySchema.entity(table);
    return entity === undefined ? '' : formats.list(fields.map(({ field }) => conflictFieldLabel(entity, field, text)));
  };
  if (error !== null) return <NotCurrent error={error} onRetry={reload} />;
  if (value === undefined || value.length === 0) return null;
  return (
    <section className="decided" aria-labelledby="decided-title">
      <h2 className="settings-section__title" id="decided-title">
        {t('sync.decided')}
      </h2>
      <ul className="runs">
        {value.map((conflict) => (
          <li key={conflict.conflictId} className="run run--decided">
            <a
              className="run__reason truncate"
              href={hrefOf({ view: 'list', table: conflict.table, recordId: conflict.recordId })}
            >
              {conflict.title || t('list.untitled')}
            </a>
            <span className="run__outcome">
              {fieldsOf(conflict)} · {conflict.resolution !== null && t(saidFor[conflict.resolution])}{' '}
              <span className="muted">{conflict.resolvedAt !== null && formats.relative(conflict.resolvedAt)}</span>
            </span>
            <Button look="quiet" onPress={() => void openAgain(conflict)}>
              {t('sync.decideAgain')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
