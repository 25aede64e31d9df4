import { ferrySchema, type JsonValue } from '#app/schema/index.ts';
import { labelIn, type Text, validationText } from '#app/text/index.ts';
import { ID_TARGET } from '../columns/mapping.ts';
import type { FileErrorCode } from '../file-error.ts';
import type { CellMark, CellReason } from '../plan/line.ts';
import type { PlannedLine } from '../plan/plan.ts';
import type { BrokenLine } from '../sheet.ts';
import type { ReasonWords } from './left-out-lines.ts';

/** What to do about an unreadable file. */
export const fileErrorText = (code: FileErrorCode, { t }: Text): string => t(`import.file.${code}`);

export function reasonText(reason: CellReason, text: Text): string {
  return reason.code === 'schema' ? validationText(reason.problem, text) : text.t(`import.reason.${reason.code}`);
}

export const brokenText = (reason: BrokenLine['reason'], { t }: Text): string => t(`import.reason.${reason}`);

/** A cell and its problem: `Phone “call Ann”: Write a phone number with its digits.` */
export function cellText(table: string, { field, value, reason }: CellMark, text: Text): string {
  const label = ferrySchema.entity(table)?.fields[field]?.label;
  const own = field === ID_TARGET ? text.t('import.ownId') : field;
  const name = label === undefined ? own : labelIn(label, text.language);
  const message = value === '' ? `${name}:` : text.t('import.cell', { field: name, value: shortened(value) });
  return `${message} ${reasonText(reason, text)}`;
}

/** Characters of a cell that are quoted in a message; enough to recognise it. */
const MOST_SHOWN = 200;
const shortened = (value: string) => (value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value);

/** Returns the display name of a source. */
export type SourceName = (source: number) => string;

/** What happens to a line that creates no record; '' if the kind says it all. */
export function lineText(planned: PlannedLine, { t }: Text, nameOf: SourceName): string {
  const { kind, source, earlierLine, earlierSource, candidates, changes, table } = planned;
  const number = String(earlierLine ?? 0);
  const isElsewhere = earlierSource !== null && earlierSource !== source;
  const line = isElsewhere ? t('import.line.of', { line: number, file: nameOf(earlierSource) }) : number;
  if (kind === 'joined') return t('import.line.joined', { line });
  if (kind === 'repeated')
    return t(changes.length > 0 ? 'import.line.repeatedOtherwise' : 'import.line.repeated', { line });
  if (kind !== 'unclear') return '';
  const title: JsonValue = candidates[0]?.data[ferrySchema.entity(table)?.title ?? ''] ?? '';
  return t('import.line.unclear', { title: String(title) });
}

/** Wording of the reasons in a file of left-out lines. */
export function reasonWords(text: Text, nameOf: SourceName): ReasonWords {
  return {
    header: text.t('import.reason'),
    line: (line) => lineText(line, text, nameOf),
    cell: (table, mark) => cellText(table, mark, text),
    broken: (reason) => brokenText(reason, text),
  };
}
