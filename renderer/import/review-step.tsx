import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { brokenText, type LineKind, type PlannedLine, type PlanSummary } from '#app/import/index.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { PlanChoices } from './plan-choices.tsx';
import { PlannedLines } from './planned-lines.tsx';
import { type Import, leftOutCount } from './use-import.ts';

const MOST_SHOWN = 200;
const KINDS: readonly LineKind[] = ['new', 'update', 'same', 'joined', 'repeated', 'unclear', 'refused'];

export function countToSave({ counts }: PlanSummary, existing: 'skip' | 'update'): number {
  return Object.values(counts).reduce(
    (sum, ofTable) => sum + (ofTable.new ?? 0) + (existing === 'update' ? (ofTable.update ?? 0) : 0),
    0,
  );
}

/** The outcome of an import before it runs: every line is in one of the counts, and each count can be opened. */
export function ReviewStep({ summary, current }: { summary: PlanSummary; current: Import }) {
  const { t, text, word } = useI18n();
  const { counts, broken, cellsInNotes, cellsOut } = summary;
  const total = (kind: LineKind) => Object.values(counts).reduce((sum, ofTable) => sum + (ofTable[kind] ?? 0), 0);
  const shownKinds = KINDS.filter((kind) => total(kind) > 0);
  const [kind, setKind] = useState<LineKind>(firstToShow(shownKinds));
  const [lines, setLines] = useState<readonly PlannedLine[]>([]);
  const shown = shownKinds.includes(kind) ? kind : firstToShow(shownKinds);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are those of the plan that the summary is of
  useEffect(() => {
    let isCurrent = true;
    const setIfCurrent = (found: readonly PlannedLine[]) => isCurrent && setLines(found);
    current.page([shown], MOST_SHOWN).then(setIfCurrent, () => setIfCurrent([]));
    return () => {
      isCurrent = false;
    };
  }, [shown, summary]);
  return (
    <>
      <ul className="review">
        {Object.entries(counts).map(([table, ofTable]) => {
          const entity = ferrySchema.entity(table);
          const count = ofTable.new ?? 0;
          if (entity === undefined || count === 0) return null;
          return (
            <li key={table}>
              {t('import.kind.new', { count, what: word(count === 1 ? entity.singular : entity.label) })}
            </li>
          );
        })}
        {summary.createdParents > 0 && <li>{t('import.created', { count: summary.createdParents })}</li>}
        {(['update', 'same', 'joined', 'repeated', 'unclear', 'refused'] as const).map(
          (each) =>
            total(each) > 0 && (
              <li key={each} className={each === 'refused' || each === 'unclear' ? 'review__bad' : undefined}>
                {t(`import.kind.${each}`, { count: total(each) })}
              </li>
            ),
        )}
        {broken.length > 0 && <li className="review__bad">{t('import.kind.broken', { count: broken.length })}</li>}
        {cellsInNotes > 0 && <li>{t('import.cellsInNotes', { count: cellsInNotes })}</li>}
        {cellsOut > 0 && <li className="review__bad">{t('import.cellsOut', { count: cellsOut })}</li>}
      </ul>
      <PlanChoices summary={summary} current={current} />
      {leftOutCount(summary, 'update') > 0 && (
        <div className="import-save">
          <Button icon={<FileDown size={14} aria-hidden />} onPress={() => void current.saveLeftOut()}>
            {t('import.saveLeftOut')}
          </Button>
        </div>
      )}
      {broken.length > 0 && (
        <table className="mapping">
          <tbody>
            {broken.slice(0, MOST_SHOWN).map(({ line, cells, reason, source }) => (
              <tr key={`${source}-${line}`}>
                {current.sources.length > 1 && (
                  <td className="truncate import-file">{current.sources[source]?.title}</td>
                )}
                <td className="tabular import-line">{t('import.header.line', { line })}</td>
                <td className="mapping__samples truncate selectable">
                  {cells.filter((cell) => cell !== '').join(' · ')}
                </td>
                <td>{brokenText(reason, text)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shownKinds.length > 0 && (
        <>
          <div className="review__choice">
            <span id="import-shown">{t('import.show')}</span>
            <Segmented
              labelId="import-shown"
              value={shown}
              options={shownKinds.map((id) => ({ id, label: t(`import.shown.${id}`) }))}
              onChange={setKind}
            />
          </div>
          <PlannedLines lines={lines.filter((line) => line.kind === shown)} summary={summary} current={current} />
          {total(shown) > MOST_SHOWN && (
            <p className="muted">{t('import.more', { count: total(shown) - MOST_SHOWN })}</p>
          )}
        </>
      )}
    </>
  );
}

/** Lines that need a person come first. */
function firstToShow(kinds: readonly LineKind[]): LineKind {
  const order: readonly LineKind[] = ['unclear', 'refused', 'update', 'repeated', 'new', 'joined', 'same'];
  return order.find((kind) => kinds.includes(kind)) ?? 'new';
}
