import type { NewChange } from '#app/contract/operations.ts';
import type { Person } from '#app/contract/protocol.ts';
import { type AnyEntity, ferrySchema, type JsonValue, withInitialValues } from '#app/schema/index.ts';
import { detectColumnFormats } from '../columns/detect-column-formats.ts';
import { type Mapping, ownForm } from '../columns/mapping.ts';
import { knownHeaders } from '../columns/words.ts';
import { createRecordIndex, type KnownRecord } from '../identity/record-index.ts';
import { type ColumnFormats, createLineReader } from '../plan/line-reader.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { LineKind, PlanChoices, PlannedLine, PlanSource } from '../plan/plan.ts';
import { emptyTables, type Table } from '../plan/resolve-parents.ts';
import { type FileChoices, readFile } from '../read/read-file.ts';
import { type GuessContext, makeSource, type Source } from './source.ts';
import { createWordCounts, type PlanSummary, summarise } from './summary.ts';

export interface SessionContext extends GuessContext {
  people: readonly Pick<Person, 'id' | 'name' | 'email'>[];
  newId(): string;
}

/** What a person chose for the whole import. */
export interface ImportChoices extends PlanChoices {
  /** Unknown word of a field → the chosen value, or null to leave it empty; see `valueKey`. */
  values: ReadonlyMap<string, JsonValue>;
  keepsBadCells: boolean;
  /** Table → identity rules that replace the schema's. */
  identity: Readonly<Record<string, readonly (readonly string[])[]>>;
}

interface OpenFile {
  name: string;
  bytes: Uint8Array;
}

export type ImportSession = ReturnType<typeof createImportSession>;

/**
 * An import from files to changes, without a window: open files, correct the guesses, add stored records, plan as often
 * as needed. Long work yields its progress, 0 to 1.
 */
export function createImportSession(context: SessionContext) {
  const headers = knownHeaders();
  const files: OpenFile[] = [];
  const known = new Map<string, KnownRecord[]>();
  let sources: Source[] = [];
  let lines: readonly PlannedLine[] = [];
  let saved: { of: readonly PlannedLine[]; existing: string; lines: readonly PlannedLine[] } | null = null;

  function entityOf(source: Source): AnyEntity | undefined {
    return source.table === null ? undefined : ferrySchema.entity(source.table);
  }

  function read(file: number, choices: FileChoices, onProgress?: (share: number) => boolean): Source[] {
    const { name, bytes } = files[file] ?? { name: '', bytes: new Uint8Array() };
    const options = { knownHeaders: headers, ...(onProgress === undefined ? {} : { onProgress }) };
    return readFile(name, bytes, choices, options).map((sheet) => makeSource(file, sheet, context));
  }

  return {
    sources: (): readonly Source[] => sources,
    fileName: (file: number): string => files[file]?.name ?? '',

    /** The title of a source: its file name, and its sheet in a workbook. */
    sourceTitle(index: number): string {
      const source = sources[index];
      const name = files[source?.file ?? -1]?.name ?? '';
      return source?.sheet.form.kind === 'xlsx' ? `${name} · ${source.sheet.name}` : name;
    },

    /** @throws FileError if it cannot be read */
    open(name: string, bytes: Uint8Array, onProgress?: (share: number) => boolean): void {
      files.push({ name, bytes });
      try {
        sources = [...sources, ...read(files.length - 1, {}, onProgress)];
      } catch (thrown) {
        files.pop();
        throw thrown;
      }
    },

    /** Reads a file again with the person's choices. */
    reread(file: number, choices: FileChoices): void {
      const again = read(file, choices);
      const at = sources.findIndex((source) => source.file === file);
      sources = sources.filter((source) => source.file !== file);
      sources.splice(Math.max(0, at), 0, ...again);
    },

    setTable(index: number, table: string | null): void {
      sources = sources.map((source, at) =>
        at === index ? makeSource(source.file, source.sheet, context, table) : source,
      );
    },

    /** Detects the column formats again; keeps choices for unchanged columns. */
    setMapping(index: number, mapping: Mapping): void {
      sources = sources.map((source, at) => {
        const entity = entityOf(source);
        if (at !== index || entity === undefined) return source;
        const columnFormats = detectColumnFormats(entity, source.sheet, mapping, context.locale, context.today);
        const kept: ColumnFormats = {
          ...columnFormats,
          dates: new Map(
            [...columnFormats.dates].map(([column, format]) => [
              column,
              source.columnFormats.dates.get(column) ?? format,
            ]),
          ),
          amounts: new Map(
            [...columnFormats.amounts].map(([column, format]) => [
              column,
              source.columnFormats.amounts.get(column) ?? format,
            ]),
          ),
          currencies: { ...columnFormats.currencies, ...source.columnFormats.currencies },
        };
        return { ...source, mapping, columnFormats: kept };
      });
    },

    setColumnFormats(index: number, columnFormats: ColumnFormats): void {
      sources = sources.map((source, at) => (at === index ? { ...source, columnFormats } : source));
    },

    forgetKnown: () => known.clear(),

    addKnown(table: string, records: readonly KnownRecord[]): void {
      known.set(table, [...(known.get(table) ?? []), ...records]);
    },

    *plan(choices: ImportChoices): Generator<number, PlanSummary> {
      const tables: ReadonlyMap<string, Table> = emptyTables((entity) =>
        createRecordIndex(entity, choices.identity[entity.table]),
      );
      for (const [table, records] of known) for (const record of records) tables.get(table)?.stored.add(record);
      const total = sources.reduce((sum, { sheet }) => sum + sheet.lines.length, 0);
      const words = createWordCounts();
      const wanted = sources.map((source): PlanSource => {
        const entity = entityOf(source);
        if (entity === undefined) return { sheet: source.sheet, reader: null };
        const own = ownForm(source.sheet, source.mapping.columns);
        const { locale, people } = context;
        const { values, keepsBadCells } = choices;
        const readContext = { locale, people, values, keepsBadCells, own, onChosen: words.add };
        const { headers: columns } = source.sheet;
        return {
          sheet: source.sheet,
          reader: createLineReader(entity, columns, source.mapping, source.columnFormats, readContext),
        };
      });
      const planning = makePlan(wanted, { tables, choices, newId: context.newId });
      for (;;) {
        const step = planning.next();
        if (step.done) {
          lines = step.value;
          return { ...summarise(lines, sources, tables), chosenWords: words.list() };
        }
        yield step.value / Math.max(1, total);
      }
    },

    /** Planned lines of these kinds, starting at `from`. */
    page(kinds: readonly LineKind[], from: number, limit: number): PlannedLine[] {
      const page: PlannedLine[] = [];
      let at = 0;
      for (const line of lines) {
        if (!kinds.includes(line.kind)) continue;
        if (at >= from) page.push(line);
        at++;
        if (page.length >= limit) break;
      }
      return page;
    },

    lines: () => lines,

    /** The plan's changes in saving order, starting at line `from`. */
    changes(from: number, limit: number, existing: 'skip' | 'update'): NewChange[] {
      return toSave(lines, existing)
        .slice(from, from + limit)
        .map(changeOf);
    },
  };

  /** Cached per plan, because callers page through it. */
  function toSave(all: readonly PlannedLine[], existing: 'skip' | 'update'): readonly PlannedLine[] {
    if (saved?.of !== all || saved.existing !== existing) {
      const lines = all.filter(({ kind }) => kind === 'new' || (kind === 'update' && existing === 'update'));
      saved = { of: all, existing, lines };
    }
    return saved.lines;
  }

  function changeOf({ table, kind, recordId, data, changes, baseVersion }: PlannedLine): NewChange {
    const entity = ferrySchema.entity(table);
    if (kind === 'new') {
      return { table, operation: 'insert', recordId, data: entity ? withInitialValues(entity, data) : data };
    }
    return {
      table,
      operation: 'update',
      recordId,
      data: Object.fromEntries(changes.map(({ field, after }) => [field, after])),
      seen: { base: Object.fromEntries(changes.map(({ field, before }) => [field, before])), baseVersion },
    };
  }
}
