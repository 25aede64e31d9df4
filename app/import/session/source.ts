import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { detectColumnFormats } from '../columns/detect-column-formats.ts';
import { guessMapping } from '../columns/guess-mapping.ts';
import { type Mapping, missingFields, type Target } from '../columns/mapping.ts';
import { plainHeader } from '../columns/plain-header.ts';
import type { ColumnFormats } from '../plan/line-reader.ts';
import { cellText, type Sheet } from '../sheet.ts';

/** One table of an imported file: its content and the person's choices. */
export interface Source {
  /** Index of the file it comes from. */
  file: number;
  sheet: Sheet;
  /** The target table; null if left out. */
  table: string | null;
  mapping: Mapping;
  columnFormats: ColumnFormats;
  /** The program that wrote it, if its headers identify one. */
  preset: string | null;
}

export interface GuessContext {
  locale: string;
  /** `YYYY-MM-DD` */
  today: string;
  /** The table open on the screen. */
  preferred: string;
}

/** Programs identified by a few unique headers, normalised. */
const PRESETS: readonly (readonly [name: string, headers: readonly string[]])[] = [
  ['Xero', ['contactname', 'accountnumber', 'poaddressline1']],
  ['QuickBooks', ['customerfullname', 'billingaddress']],
  ['QuickBooks', ['customer', 'phonenumbers', 'billingaddress']],
  ['QuickBooks', ['customer', 'company', 'mainphone']],
  ['QuickBooks', ['customer', 'company', 'streetaddress']],
  ['QuickBooks', ['customer', 'mainemail', 'billto1']],
  ['FreshBooks', ['organization', 'addressline1', 'provincestate']],
  ['TaxDome', ['accountname', 'accounttype', 'teammembers']],
  ['HubSpot', ['recordid', 'companyname', 'companyowner']],
  ['HubSpot', ['recordid', 'contactowner']],
  ['HubSpot', ['recordidcontact', 'contactowner']],
  ['HubSpot', ['recordidcompany', 'companyname']],
  ['HubSpot', ['dealname', 'dealstage']],
  ['Pipedrive', ['organizationname', 'organizationowner']],
  ['Pipedrive', ['personname', 'personowner']],
  ['Pipedrive', ['dealtitle', 'dealowner']],
  ['Lexware', ['matchcode', 'kundennr']],
  ['Lexware', ['kundennummer', 'firmenname', 'umsatzsteuerid']],
  ['Sage', ['ac', 'name', 'address1']],
  ['Sage', ['accountreference', 'companyname']],
  ['Sage', ['accountreference', 'accountname']],
  ['DATEV', ['konto', 'nameadressattypunternehmen']],
  ['Outlook', ['emailaddress', 'businessstreet', 'webpage']],
  ['Google', ['email1value', 'phone1value']],
  ['Asana', ['taskid', 'sectioncolumn', 'parenttask']],
  ['Todoist', ['type', 'content', 'indent']],
  ['Trello', ['cardid', 'cardname', 'boardname']],
  ['Dubsado', ['projects', 'firstname', 'company']],
];

/** Todoist exports sections, notes and view settings as rows; only these are tasks. */
const TASK_ROWS = { preset: 'Todoist', column: 'type', kept: 'task' } as const;

export function presetOf(headers: readonly string[]): string | null {
  const plain = new Set(headers.map(plainHeader));
  return PRESETS.find(([, wanted]) => wanted.every((header) => plain.has(header)))?.[0] ?? null;
}

export function makeSource(file: number, sheet: Sheet, context: GuessContext, table?: string | null): Source {
  const preset = presetOf(sheet.headers);
  const kept = preset === TASK_ROWS.preset ? onlyTasks(sheet) : sheet;
  const chosen = table !== undefined ? table : sheet.isHidden ? null : guessTable(kept, context.preferred);
  const entity = chosen === null ? undefined : ferrySchema.entity(chosen);
  const columns: Target[] = entity ? guessMapping(entity, kept.headers, kept.lines) : kept.headers.map(() => null);
  const mapping: Mapping = { columns, fixed: {}, keepsSurplus: false };
  const columnFormats = entity ? detectColumnFormats(entity, kept, mapping, context.locale, context.today) : NO_LOOKS;
  return { file, sheet: kept, table: chosen, mapping, columnFormats, preset };
}

const NO_LOOKS: ColumnFormats = { dates: new Map(), amounts: new Map(), currencies: {} };

function onlyTasks(sheet: Sheet): Sheet {
  const column = sheet.headers.findIndex((header) => plainHeader(header) === TASK_ROWS.column);
  const isTask = (cells: readonly unknown[]) => cells[column] === TASK_ROWS.kept;
  const others = sheet.lines.filter(({ cells }) => !isTask(cells));
  return {
    ...sheet,
    lines: sheet.lines.filter(({ cells }) => isTask(cells)),
    broken: [...sheet.broken, ...others.map(({ line, cells }) => ({ line, cells, reason: 'otherKind' as const }))],
  };
}

/** The table that matches the most columns; the one on the screen unless another is clearly better. */
function guessTable({ headers, lines }: Sheet, preferred: string): string {
  const scoreOf = (entity: AnyEntity) => {
    const columns = guessMapping(entity, headers, lines);
    const mapping = { columns, fixed: {}, keepsSurplus: false };
    const known = new Set(columns.filter((target) => target !== null)).size;
    return known + (missingFields(entity, mapping).length === 0 ? 2 : 0) + (entity.table === preferred ? 1.5 : 0);
  };
  const ranked = ferrySchema.entities.map((entity) => ({ table: entity.table, score: scoreOf(entity) }));
  return ranked.reduce((a, b) => (b.score > a.score ? b : a)).table;
}

/** A few sample values per column, to help a person recognise it. */
export function samplesOf({ headers, lines }: Sheet, count: number): string[][] {
  return headers.map((_, column) => {
    const samples: string[] = [];
    for (const { cells } of lines.slice(0, 200)) {
      const text = cellText(cells[column]).trim();
      if (text !== '' && !samples.includes(text)) samples.push(text.slice(0, 80));
      if (samples.length >= count) break;
    }
    return samples;
  });
}
