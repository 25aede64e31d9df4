import { useId } from 'react';
import { identityOf, type PlanSummary, type UnknownWord, valueKey } from '#app/import/index.ts';
import { type AnyEntity, chosenFrom, type FieldKind, ferrySchema } from '#app/schema/index.ts';
import { Picker } from '../components/picker.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Toggle } from '../components/toggle.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import type { Import } from './use-import.ts';

interface ChoicesProps {
  summary: PlanSummary;
  current: Import;
}

/** Whether equal values of a kind suggest that two records are the same. */
const canIdentify: Readonly<Record<FieldKind, boolean>> = {
  text: true,
  email: true,
  phone: false,
  notes: false,
  select: false,
  tags: false,
  date: false,
  money: false,
  count: false,
  reference: false,
  person: false,
};

const MOST_WORDS = 50;
/** No value is chosen: the word is handled like any other that does not fit. */
const OPEN = '#open';
const EMPTY = '';
const OWN_RULES = 'own';
const NO_RULES = 'none';

/** Choices about a plan as a whole; each one plans again. */
export function PlanChoices({ summary, current }: ChoicesProps) {
  const { t } = useI18n();
  const { choices, existing, setExisting, check } = current;
  const count = (kind: 'update' | 'unclear') =>
    Object.values(summary.counts).reduce((sum, ofTable) => sum + (ofTable[kind] ?? 0), 0);
  return (
    <>
      {count('update') > 0 && (
        <div className="review__choice">
          <span id="import-existing">{t('import.existing')}</span>
          <Segmented
            labelId="import-existing"
            value={existing}
            options={(['skip', 'update'] as const).map((id) => ({ id, label: t(`import.existing.${id}`) }))}
            onChange={setExisting}
          />
        </div>
      )}
      {(count('unclear') > 0 || choices.unclear !== 'ask') && (
        <div className="review__choice">
          <span id="import-unclear">{t('import.unclear')}</span>
          <Segmented
            labelId="import-unclear"
            value={choices.unclear}
            options={(['ask', 'first', 'new'] as const).map((id) => ({ id, label: t(`import.unclear.${id}`) }))}
            onChange={(unclear) => void check({ ...choices, unclear })}
          />
        </div>
      )}
      {(summary.missingParents > 0 || choices.createsParents) && (
        <Toggle isOn={choices.createsParents} onChange={(createsParents) => void check({ ...choices, createsParents })}>
          {t('import.createParents', { count: Math.max(summary.missingParents, summary.createdParents) })}
        </Toggle>
      )}
      {Object.keys(summary.counts).map((table) => {
        const entity = ferrySchema.entity(table);
        return entity === undefined ? null : <Rules key={table} entity={entity} current={current} />;
      })}
      <Words summary={summary} current={current} />
    </>
  );
}

/** The choice of identity rules: the entity's own, one field in addition, or none. */
function Rules({ entity, current }: { entity: AnyEntity; current: Import }) {
  const { t, label, word, formats } = useI18n();
  const { choices, check } = current;
  const names = (fields: readonly string[]) => fields.map((name) => label(entity.fields[name]?.label ?? entity.label));
  const message = entity.identity.map((rule) => names(rule).join(' + ')).join(' / ');
  const { core } = identityOf(entity);
  const single = Object.entries(entity.fields).filter(([name, { kind }]) => canIdentify[kind] && !core.includes(name));
  const rules = choices.identity[entity.table];
  const isUnmatched = choices.unmatched.has(entity.table);
  const value = isUnmatched ? NO_RULES : (rules?.[0]?.join('+') ?? OWN_RULES);
  return (
    <div className="review__choice">
      <span id={`identity-${entity.table}`}>{t('import.identity', { what: word(entity.label) })}</span>
      <Picker
        labelId={`identity-${entity.table}`}
        value={value}
        choices={[
          { id: OWN_RULES, label: message },
          { id: core.join('+'), label: formats.list(names(core)) },
          ...single.map(([name]) => ({
            id: [...core, name].join('+'),
            label: formats.list(names([...core, name])),
          })),
          { id: NO_RULES, label: t('import.identity.none') },
        ]}
        onChange={(id) => {
          const { [entity.table]: _, ...others } = choices.identity;
          const own = id === OWN_RULES || id === NO_RULES;
          const identity = own ? others : { ...others, [entity.table]: [id.split('+')] };
          const unmatched = new Set(choices.unmatched);
          if (id === NO_RULES) unmatched.add(entity.table);
          else unmatched.delete(entity.table);
          void check({ ...choices, unmatched, identity });
        }}
      />
    </div>
  );
}

/** Maps words that a field does not accept; remembered per source program. */
function Words({ summary, current }: ChoicesProps) {
  const baseId = useId();
  const { t, label } = useI18n();
  const people = useRendererState((state) => state.session?.people) ?? [];
  const { choices, check } = current;
  const words = [...summary.unknownWords, ...summary.chosenWords].sort(
    (a, b) => b.count - a.count || a.word.localeCompare(b.word),
  );
  if (words.length === 0) return null;
  const offered = ({ table, field }: UnknownWord) => {
    const { kind, options = [] } = ferrySchema.entity(table)?.fields[field] ?? {};
    return kind !== undefined && chosenFrom[kind] === 'people'
      ? people.map(({ id, name }) => ({ id, label: name }))
      : options.map((option) => ({ id: option.value, label: label(option.label) }));
  };
  return (
    <section className="review__words" aria-labelledby="import-words">
      <h3 className="muted" id="import-words">
        {t('import.words')}
      </h3>
      {words.slice(0, MOST_WORDS).map((unknown, index) => {
        const { table, field, word, count } = unknown;
        const key = valueKey(table, field, word);
        const entity = ferrySchema.entity(table);
        const id = `${baseId}-${index}`;
        return (
          <div className="review__choice" key={key}>
            <span id={id}>
              {t('import.word', { field: label(entity?.fields[field]?.label ?? { en: field, de: field }), word })}{' '}
              <span className="muted tabular">{t('import.found', { count })}</span>
            </span>
            <Picker
              labelId={id}
              value={String(choices.values.has(key) ? (choices.values.get(key) ?? EMPTY) : OPEN)}
              choices={[
                { id: OPEN, label: t(choices.keepsBadCells ? 'import.word.toNotes' : 'import.word.out') },
                { id: EMPTY, label: t('import.word.empty') },
                ...offered(unknown),
              ]}
              onChange={(chosen) => {
                const values = new Map(choices.values);
                if (chosen === OPEN) values.delete(key);
                else values.set(key, chosen === EMPTY ? null : chosen);
                void check({ ...choices, values });
              }}
            />
          </div>
        );
      })}
    </section>
  );
}
