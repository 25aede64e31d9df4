import type { StoredConflict } from '#app/contract/records.ts';
import { ferrySchema } from '#app/schema/index.ts';
import type { MessageKey } from '#app/text/index.ts';
import { NotCurrent } from '../../components/answered.tsx';
import { Button } from '../../components/button.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { useToday } from '../../hooks/use-today.ts';
import { conflictFieldLabel } from '../../model/conflict-fields.ts';
import { hrefOf } from '../../model/route.ts';

/** As long as the changes that carried a decision are kept, so that it can be taken back whole. */
const DAYS_SHOWN = 7;
const DAY_MS = 86_400_000;

const saidFor: Record<NonNullable<StoredConflict['resolution']>, MessageKey> = {
  mine: 'sync.resolvedMine',
  theirs: 'sync.resolvedTheirs',
  edited: 'sync.resolvedEdited',
};

/** What was decided in the last days, and can be decided anew. */
export function DecidedConflicts({ onOpened }: { onOpened: () => void }) {
  const { client, notices } = useDesk();
  const { t, text, formats } = useSpeech();
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
