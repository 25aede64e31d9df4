import type { JsonValue, Problem, RecordData } from '#app/schema/index.ts';

/** Why a cell was not imported unchanged. */
export type CellReason =
  | { code: 'schema'; problem: Problem }
  | { code: 'unknownValue' | 'unknownPerson' | 'unknownCurrency' }
  | { code: 'notADay' | 'notAnAmount' | 'negativeAmount' | 'tooManyDecimals' | 'notADuration' | 'notANumber' }
  | { code: 'damagedCharacter' | 'spreadsheetError' | 'shortened' | 'several' | 'tooLong' | 'otherCurrency' }
  | { code: 'missing' | 'unknownParent' | 'parentNeedsAbove' | 'ambiguousParent' | 'badId' };

/** A cell that was not imported unchanged, and what happened to its text. */
export interface CellMark {
  /** The field the cell was mapped to. */
  field: string;
  value: string;
  reason: CellReason;
  /** `notes`: its text is in the notes · `out`: left out · `refused`: the line cannot be imported without it. */
  became: 'notes' | 'out' | 'refused';
}

/** A parent named by a line. */
export interface ParentName {
  id: string | null;
  title: string;
  /** The grandparent, if the line names it too. */
  above: ParentName | null;
  /** Values that distinguish the parent from others with the same title; field → value. */
  distinguishing?: Readonly<Record<string, string>>;
}

/** A line as read, before it is compared with stored records. */
export interface ReadLine {
  line: number;
  /** From the id column. */
  id: string | null;
  /** The fields that the line fills. */
  data: RecordData;
  /** Reference field → the parent named. */
  parents: Readonly<Record<string, ParentName>>;
  /** Text to add to the notes. */
  extra: readonly string[];
  marks: readonly CellMark[];
}

/** A person's choice for a word that a field does not accept: a field value, or null to leave it empty. */
export type ValueMap = ReadonlyMap<string, JsonValue>;

/** Key of a word of a field in a `ValueMap`. */
export const valueKey = (table: string, field: string, word: string): string =>
  [table, field, word.trim().toLowerCase()].join('\n');
