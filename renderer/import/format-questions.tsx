import { useId } from 'react';
import type { ColumnFormats } from '#app/import/index.ts';
import { type AnyEntity, CURRENCIES } from '#app/schema/index.ts';
import { Picker } from '../components/picker.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import type { SourceView } from './worker-contract.ts';

interface FormatQuestionsProps {
  source: SourceView;
  entity: AnyEntity;
  onChange: (columnFormats: ColumnFormats) => void;
}

type DateFormat = ColumnFormats['dates'] extends ReadonlyMap<number, infer Format> ? Format : never;

const orders = ({ mayBeginWithYear }: DateFormat) =>
  mayBeginWithYear ? (['dmy', 'mdy', 'ymd'] as const) : (['dmy', 'mdy'] as const);
const CENTURY_ENDS = ['0', '29', '49', '69', '99'];

/** Asks once for the format of an ambiguous date or amount column, with an example. */
export function FormatQuestions({ source, entity, onChange }: FormatQuestionsProps) {
  const { t, label, locale } = useI18n();
  const { columnFormats, headers, mapping } = source;
  const nameOf = (column: number) => headers[column] || t('import.noHeader', { column: column + 1 });
  const dates = [...columnFormats.dates].filter(
    ([, { doesOrderMatter, hasShortYears }]) => doesOrderMatter || hasShortYears,
  );
  const amounts = [...columnFormats.amounts].filter(([, { isDecimalOpen }]) => isDecimalOpen);
  const currencies = Object.entries(columnFormats.currencies).filter(([field]) => !mapping.columns.includes(field));
  if (dates.length + amounts.length + currencies.length === 0) return null;
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  return (
    <div className="import-source__formats">
      <h4 className="muted">{t('import.looks')}</h4>
      {dates.map(([column, format]) => (
        <div key={column}>
          {format.doesOrderMatter && (
            <Question words={t('import.dayOrder', { column: nameOf(column), example: format.examples[0] ?? '' })}>
              {(id) => (
                <Segmented
                  labelId={id}
                  value={format.order}
                  options={orders(format).map((order) => ({
                    id: order,
                    label: t(`import.dayOrder.${order}`),
                  }))}
                  onChange={(order) =>
                    onChange({
                      ...columnFormats,
                      dates: new Map([...columnFormats.dates, [column, { ...format, order }]]),
                    })
                  }
                />
              )}
            </Question>
          )}
          {format.hasShortYears && (
            <Question words={t('import.century', { column: nameOf(column), year: String(format.lastYearOfCentury) })}>
              {(id) => (
                <Picker
                  labelId={id}
                  value={String(format.lastYearOfCentury)}
                  choices={[...new Set([String(format.lastYearOfCentury), ...CENTURY_ENDS])]
                    .sort((a, b) => Number(a) - Number(b))
                    .map((year) => ({ id: year, label: `20${year.padStart(2, '0')}` }))}
                  onChange={(year) =>
                    onChange({
                      ...columnFormats,
                      dates: new Map([
                        ...columnFormats.dates,
                        [column, { ...format, lastYearOfCentury: Number(year) }],
                      ]),
                    })
                  }
                />
              )}
            </Question>
          )}
        </div>
      ))}
      {amounts.map(([column, format]) => (
        <Question
          key={column}
          words={t('import.decimal', { column: nameOf(column), example: format.examples[0] ?? '' })}
        >
          {(id) => (
            <Segmented
              labelId={id}
              value={format.marksThousands ? 'thousands' : 'decimals'}
              options={(['thousands', 'decimals'] as const).map((means) => ({
                id: means,
                label: t(`import.decimal.${means}`),
              }))}
              onChange={(means) =>
                onChange({
                  ...columnFormats,
                  amounts: new Map([
                    ...columnFormats.amounts,
                    [column, { ...format, marksThousands: means === 'thousands' }],
                  ]),
                })
              }
            />
          )}
        </Question>
      ))}
      {currencies.map(([field, currency]) => (
        <Question key={field} words={t('import.currency', { field: moneyLabel(entity, field, label) })}>
          {(id) => (
            <Picker
              labelId={id}
              value={currency}
              choices={CURRENCIES.map((code) => ({ id: code, label: `${code} · ${names.of(code) ?? code}` }))}
              onChange={(code) =>
                onChange({ ...columnFormats, currencies: { ...columnFormats.currencies, [field]: code } })
              }
            />
          )}
        </Question>
      ))}
    </div>
  );
}

function moneyLabel(entity: AnyEntity, currencyField: string, label: (words: AnyEntity['label']) => string): string {
  const money = Object.values(entity.fields).find((field) => field.currencyField === currencyField);
  return label(money?.label ?? entity.label);
}

function Question({ words, children }: { words: string; children: (labelId: string) => React.ReactNode }) {
  const id = useId();
  return (
    <div className="review__choice">
      <span id={id}>{words}</span>
      {children(id)}
    </div>
  );
}
