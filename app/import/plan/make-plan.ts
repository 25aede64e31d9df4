import { type AnyEntity, ferrySchema, type RecordData } from '#app/schema/index.ts';
import { compare } from '../identity/identity.ts';
import type { Found, KnownRecord } from '../identity/record-index.ts';
import { LINES_A_SLICE } from '../limits.ts';
import type { CellMark, ReadLine } from './line.ts';
import type { LineReader } from './line-reader.ts';
import { withExtra } from './notes.ts';
import { changesBetween, type LineKind, lineKey, type PlanChoices, type PlannedLine, type PlanSource } from './plan.ts';
import { readLine } from './read-line.ts';
import { resolveParents, type Table } from './resolve-parents.ts';

interface PlanDeps {
  /** Stored records per table; each `planned` must be empty. */
  tables: ReadonlyMap<string, Table>;
  choices: PlanChoices;
  newId(): string;
}

type AddLine = (kind: LineKind, rest?: Partial<PlannedLine>) => PlannedLine;

interface Planning extends PlanDeps {
  lines: PlannedLine[];
  /** Record → the line that creates or updates it. */
  byRecord: Map<string, PlannedLine>;
}

/**
 * Decides what happens to every line, parents before children in any order of sources. Periodically yields the number
 * of lines done.
 */
export function* makePlan(sources: readonly PlanSource[], deps: PlanDeps): Generator<number, PlannedLine[]> {
  const planning: Planning = { ...deps, lines: [], byRecord: new Map() };
  const order = ({ reader }: PlanSource) => (reader === null ? -1 : ferrySchema.entities.indexOf(reader.entity));
  let done = 0;
  for (const [index, source] of [...sources.entries()].sort(([, a], [, b]) => order(a) - order(b))) {
    const { reader, sheet } = source;
    if (reader === null) continue;
    for (const line of sheet.lines) {
      planLine(planning, index, reader, readLine(reader, line));
      done++;
      if (done % LINES_A_SLICE === 0) yield done;
    }
  }
  return planning.lines;
}

function planLine(planning: Planning, source: number, reader: LineReader, read: ReadLine): PlannedLine {
  const { entity } = reader;
  let candidates: readonly KnownRecord[] = [];
  const marks: CellMark[] = [...read.marks];
  const data = { ...read.data };
  const add: AddLine = (kind, rest = {}) =>
    put(planning, {
      source,
      table: entity.table,
      line: read.line,
      kind,
      recordId: '',
      baseVersion: 0,
      data,
      changes: [],
      marks,
      earlierLine: null,
      earlierSource: null,
      candidates,
      ...rest,
    });
  if (marks.some(({ became }) => became === 'refused')) return add('refused');
  const missing = resolveParents(entity, read.parents, data, {
    tables: planning.tables,
    createsParents: planning.choices.createsParents,
    create: (parent, fields) => createParent(planning, source, parent, fields),
  });
  marks.push(...missing);
  if (missing.length > 0) return add('refused');
  const table = planning.tables.get(entity.table);
  if (table === undefined) return add('refused');
  // A decision can be changed, so that the records it was about stay at hand.
  if (planning.choices.decisions.has(lineKey(source, read.line))) candidates = candidatesOf(table.stored.find(data));
  const found = whoIsIt(planning, table, source, read, data);
  if (found.kind === 'out') return add('unclear', { candidates: found.records });
  if (found.kind === 'stored') return planStored(planning, entity, read, found.record, data, add);
  const sameId = found.id === null ? undefined : planning.byRecord.get(found.id);
  if (sameId !== undefined) return planRepeated(entity, sameId, read, data, add);
  const isMatched = !planning.choices.unmatched.has(entity.table);
  const earlier = isMatched && !found.isDecided ? earlierOf(planning, table, read, data) : null;
  if (earlier !== null) return planRepeated(entity, earlier, read, data, add);
  const recordId = found.id ?? planning.newId();
  const whole = withExtra(entity, data, read.extra);
  const line = add('new', { recordId, data: whole });
  table.planned.add({ id: recordId, data: whole });
  planning.byRecord.set(recordId, line);
  return line;
}

function put({ lines }: Planning, line: PlannedLine): PlannedLine {
  lines.push(line);
  return line;
}

/** Of several candidates, one in which the line would change nothing, and that no other line has been matched with. */
function identicalOf(
  { byRecord }: Planning,
  { entity }: Table,
  records: readonly KnownRecord[],
  read: ReadLine,
  data: RecordData,
): KnownRecord | undefined {
  if (records.length < 2) return undefined;
  const isIdentical = (record: KnownRecord) =>
    changesBetween(entity, record.data, withExtra(entity, data, read.extra, record.data)).length === 0;
  const alike = records.filter(isIdentical);
  return alike.find(({ id }) => !byRecord.has(id)) ?? alike[0];
}

function candidatesOf(found: Found): readonly KnownRecord[] {
  if (found.kind === 'same') return [found.record];
  return found.kind === 'unclear' ? found.records : [];
}

type Who =
  | { kind: 'stored'; record: KnownRecord }
  | { kind: 'new'; id: string | null; isDecided: boolean }
  | { kind: 'out'; records: readonly KnownRecord[] };

/** The record a line refers to: by id, by the person's choice, or by the identity rules. */
function whoIsIt(planning: Planning, table: Table, source: number, read: ReadLine, data: RecordData): Who {
  const { choices } = planning;
  const { stored } = table;
  const decision = choices.decisions.get(lineKey(source, read.line));
  const { id } = read;
  const byId = id === null ? undefined : stored.get(id);
  if (byId !== undefined) return { kind: 'stored', record: byId };
  if (id !== null || choices.unmatched.has(table.entity.table)) return { kind: 'new', id, isDecided: id !== null };
  if (decision?.kind === 'new') return { kind: 'new', id: null, isDecided: true };
  const chosen = decision?.kind === 'record' ? stored.get(decision.id) : undefined;
  if (chosen !== undefined) return { kind: 'stored', record: chosen };
  const found = stored.find(data);
  if (found.kind === 'none') return { kind: 'new', id: null, isDecided: false };
  if (found.kind === 'same') return { kind: 'stored', record: found.record };
  const alike = decision === undefined ? identicalOf(planning, table, found.records, read, data) : undefined;
  if (alike !== undefined) return { kind: 'stored', record: alike };
  const [first] = found.records;
  if (decision === undefined && choices.unclear === 'new') return { kind: 'new', id: null, isDecided: false };
  if (decision === undefined && choices.unclear === 'first' && first !== undefined && found.records.length === 1) {
    return { kind: 'stored', record: first };
  }
  return { kind: 'out', records: found.records };
}

function planStored(
  planning: Planning,
  entity: AnyEntity,
  read: ReadLine,
  record: KnownRecord,
  data: RecordData,
  add: AddLine,
): PlannedLine {
  const earlier = planning.byRecord.get(record.id);
  if (earlier !== undefined) return planRepeated(entity, earlier, read, data, add);
  const whole = withExtra(entity, data, read.extra, record.data);
  const changes = changesBetween(entity, record.data, whole);
  const kind = changes.length === 0 ? 'same' : 'update';
  const line = add(kind, { recordId: record.id, baseVersion: record.version ?? 0, data: whole, changes });
  planning.byRecord.set(record.id, line);
  return line;
}

/**
 * An earlier line about the same record. If nothing distinguishes two lines of one name, they are the same record only
 * if no values contradict: two John Smiths with different numbers are two records.
 */
function earlierOf(
  planning: Planning,
  { entity, planned }: Table,
  read: ReadLine,
  data: RecordData,
): PlannedLine | null {
  const found = planned.find(data);
  if (found.kind === 'none') return null;
  const records = found.kind === 'same' ? [found.record] : found.records;
  for (const record of records) {
    const line = planning.byRecord.get(record.id);
    if (line === undefined) continue;
    const isSame =
      compare(planned.identity, data, record.data) === 'same' && hasEvidence(planned.identity, data, record.data);
    if (isSame || !contradicts(entity, line.data, withExtra(entity, data, read.extra))) return line;
  }
  return null;
}

/** Whether more than the core matches. */
function hasEvidence(
  { strong, apart }: { strong: readonly string[]; apart: readonly string[] },
  a: RecordData,
  b: RecordData,
): boolean {
  return [...strong, ...apart].some(
    (field) => typeof a[field] === 'string' && a[field] !== '' && typeof b[field] === 'string' && b[field] !== '',
  );
}

function contradicts(entity: AnyEntity, before: RecordData, after: RecordData): boolean {
  return changesBetween(entity, before, after).some(
    ({ field, before: was }) => was !== null && JSON.stringify(was) !== JSON.stringify(entity.fields[field]?.initial),
  );
}

function planRepeated(
  entity: AnyEntity,
  earlier: PlannedLine,
  read: ReadLine,
  data: RecordData,
  add: AddLine,
): PlannedLine {
  const differences = changesBetween(entity, earlier.data, data);
  const isGap = ({ before }: { before: unknown }) => before === null;
  const rest = { recordId: earlier.recordId, earlierLine: earlier.line, earlierSource: earlier.source };
  if (differences.length > 0 && differences.every(isGap) && earlier.kind !== 'same') {
    const filled = Object.fromEntries(differences.map(({ field, after }) => [field, after]));
    earlier.data = withExtra(entity, { ...earlier.data, ...filled }, read.extra);
    if (earlier.kind === 'update') earlier.changes = [...earlier.changes, ...differences];
    return add('joined', { ...rest, changes: differences });
  }
  return add('repeated', { ...rest, changes: differences });
}

function createParent(planning: Planning, source: number, entity: AnyEntity, data: RecordData): string {
  const recordId = planning.newId();
  const line = put(planning, {
    ...{
      source,
      line: 0,
      kind: 'new',
      recordId,
      baseVersion: 0,
      data,
      changes: [],
      marks: [],
      earlierLine: null,
      earlierSource: null,
      candidates: [],
    },
    table: entity.table,
  });
  planning.tables.get(entity.table)?.planned.add({ id: recordId, data });
  planning.byRecord.set(recordId, line);
  return recordId;
}
