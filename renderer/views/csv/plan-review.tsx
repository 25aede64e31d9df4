import type { AnyEntity } from '#app/schema/index.ts';
import { validationText } from '#app/text/index.ts';
import { Segmented } from '../../components/segmented.tsx';
import type { ImportPlan } from '../../csv/plan-import.ts';
import type { Duplicates } from '../../csv/run-import.ts';
import { useSpeech } from '../../hooks/speech.tsx';

const MOST_SHOWN = 200;

interface PlanReviewProps {
  entity: AnyEntity;
  plan: ImportPlan;
  duplicates: Duplicates;
  onDuplicates: (duplicates: Duplicates) => void;
}

/** What an import would do, before it does it. */
export function PlanReview({ entity, plan, duplicates, onDuplicates }: PlanReviewProps) {
  const { t, text, label, word } = useSpeech();
  const known = plan.rows.filter(({ existingId }) => existingId !== null).length;
  const fresh = plan.rows.length - known;
  const badLines = new Set(plan.problems.map(({ line }) => line)).size;
  return (
    <>
      <ul className="review">
        <li>{t('csv.willAdd', { count: fresh, what: word(fresh === 1 ? entity.singular : entity.label) })}</li>
        {known > 0 && <li>{t('csv.known', { count: known })}</li>}
        {plan.repeated.length > 0 && <li>{t('csv.repeated', { count: plan.repeated.length })}</li>}
        {badLines > 0 && <li className="review__bad">{t('csv.bad', { count: badLines })}</li>}
      </ul>
      {known > 0 && (
        <div className="review__choice">
          <span id="csv-duplicates">{t('csv.duplicates')}</span>
          <Segmented
            labelId="csv-duplicates"
            value={duplicates}
            options={(['skip', 'update', 'add'] as const).map((id) => ({ id, label: t(`csv.duplicates.${id}`) }))}
            onChange={onDuplicates}
          />
        </div>
      )}
      {plan.problems.length > 0 && (
        <table className="mapping">
          <thead>
            <tr>
              <th scope="col">{t('csv.line')}</th>
              <th scope="col">{t('csv.field')}</th>
              <th scope="col">{t('csv.inFile')}</th>
              <th scope="col">{t('csv.problem')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.problems.slice(0, MOST_SHOWN).map(({ line, field, value, message }) => (
              <tr key={`${line}-${field}`}>
                <td className="tabular">{line}</td>
                <td>{label(entity.fields[field]?.label ?? entity.label)}</td>
                <td className="mapping__samples truncate selectable">{value || t('common.empty')}</td>
                <td>{validationText(message, text)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {plan.problems.length > MOST_SHOWN && (
        <p className="muted">{t('csv.moreProblems', { count: plan.problems.length - MOST_SHOWN })}</p>
      )}
    </>
  );
}
