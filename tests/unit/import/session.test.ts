import { describe, expect, test } from 'vitest';
import {
  createImportSession,
  defaultChoices,
  type ImportChoices,
  type ImportSession,
  leftOutOf,
  lineKey,
  missingPaths,
  type PlanSummary,
  reasonWords,
  sampleTable,
  valueKey,
  writeXlsx,
} from '#app/import/index.ts';
import { ferrySchema, withInitialValues } from '#app/schema/index.ts';
import { createText } from '#app/text/index.ts';
import { entityOf, fixture, people } from './import-file.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const choices: ImportChoices = { ...defaultChoices, values: new Map(), keepsBadCells: true, identity: {} };
const known = (id: string, data: Record<string, string>) => ({
  id,
  data: withInitialValues(entityOf('clients'), data),
  version: 7,
});

function session(preferred = 'clients'): ImportSession {
  let count = 0;
  return createImportSession({ locale: 'en-GB', today: '2026-11-29', preferred, people, newId: () => `n${count++}` });
}

function planned(current: ImportSession, wanted: Partial<ImportChoices> = {}): PlanSummary {
  const planning = current.plan({ ...choices, ...wanted });
  for (;;) {
    const step = planning.next();
    if (step.done) return step.value;
  }
}

const leftOut = (current: ImportSession) => leftOutOf(current, reasonWords(createText('en'), current.sourceTitle));

describe('lines left out', () => {
  test('are exported in the original encoding and separator, and are imported once corrected', () => {
    const first = session();
    const broken = 'Name;Ort;Telefon\r\nMüller;Köln;1\r\n"Größe;Ulm;2\r\n';
    first.open('a.csv', Uint8Array.from([...broken].map((letter) => letter.charCodeAt(0))));
    planned(first);
    const [file] = leftOut(first);
    const text = new TextDecoder('windows-1252').decode(file?.bytes);
    expect(text).toBe('Reason;Name;Ort;Telefon\r\nA quote is opened and not closed.;Größe;Ulm;2\r\n');
    const again = session();
    again.open('b.csv', file?.bytes ?? new Uint8Array());
    expect(planned(again).counts.clients).toEqual({ new: 1 });
  });

  test.each(['utf-16le', 'utf-8'])('keeps a byte order mark: %s', (encoding) => {
    const first = session();
    const text = '\ufeffName\tEmail\n\tx@y.test\n';
    const wide = new Uint8Array(text.length * 2);
    for (let at = 0; at < text.length; at++) new DataView(wide.buffer).setUint16(at * 2, text.charCodeAt(at), true);
    first.open('a.txt', encoding === 'utf-8' ? bytesOf(text) : wide);
    planned(first);
    const [file] = leftOut(first);
    expect(new TextDecoder(encoding, { ignoreBOM: true }).decode(file?.bytes)).toMatch(/^\ufeffReason\tName\tEmail\n/);
  });

  test('of a workbook are a workbook, of contacts are contacts', () => {
    const first = session();
    first.open(
      'a.xlsx',
      writeXlsx([{ name: 'S', headers: ['Name', 'Email'], rows: [[null, { kind: 'text', text: 'x@y.test' }]] }]),
    );
    first.open('b.vcf', bytesOf('BEGIN:VCARD\r\nVERSION:3.0\r\nFN Broken\r\nEND:VCARD\r\n'));
    planned(first);
    const [book, cards] = leftOut(first);
    expect([...(book?.bytes.subarray(0, 2) ?? [])]).toEqual([0x50, 0x4b]);
    expect(new TextDecoder().decode(cards?.bytes)).toContain('X-FERRY-REASON:This contact is not written as a vCard.');
  });

  test('contain every line with data of its own that is not imported', () => {
    const current = session();
    current.addKnown('clients', [known('s0', { name: 'Acme', email: 'a@acme.test' })]);
    current.open(
      'a.csv',
      bytesOf('Name,Email,City\nAcme,,\nB,b@b.test,Ulm\nB,b@b.test,Kiel\n,c@c.test,\nD,1,2,3\nE,e@e.test,\n'),
    );
    const { counts, broken } = planned(current);
    expect(counts.clients).toEqual({ unclear: 1, new: 2, repeated: 1, refused: 1 });
    expect(broken).toHaveLength(1);
    expect(leftOut(current)[0]?.count).toBe(4);
  });
});

describe('a person’s decision', () => {
  test('assigns an unclear line to an existing record, to a new one, or to all alike', () => {
    const current = session();
    current.addKnown('clients', [known('s0', { name: 'Acme', email: 'a@acme.test' })]);
    current.open('a.csv', bytesOf('Name,Phone\nAcme,0113 496 0001\n'));
    expect(planned(current).counts.clients).toEqual({ unclear: 1 });
    const decisions = (id: string) => new Map([[lineKey(0, 2), { kind: 'record' as const, id }]]);
    expect(planned(current, { decisions: decisions('s0') }).counts.clients).toEqual({ update: 1 });
    expect(current.changes(0, 10, 'skip')).toEqual([]);
    expect(current.changes(0, 10, 'update')).toEqual([
      {
        table: 'clients',
        operation: 'update',
        recordId: 's0',
        data: { phone: '0113 496 0001' },
        seen: { base: { phone: null }, baseVersion: 7 },
      },
    ]);
    expect(planned(current, { unclear: 'new' }).counts.clients).toEqual({ new: 1 });
    expect(planned(current, { unclear: 'first' }).counts.clients).toEqual({ update: 1 });
  });

  test('maps a word to an option', () => {
    const current = session();
    current.open('a.csv', bytesOf('Name,Status,Owner\nA,Gold,Olivia B\nB,Gold,staff\n'));
    const { unknownWords } = planned(current);
    expect(unknownWords.map(({ field, word, count }) => [field, word, count])).toEqual([
      ['status', 'Gold', 2],
      ['ownerId', 'Olivia B', 1],
      ['ownerId', 'staff', 1],
    ]);
    const values = new Map([
      [valueKey('clients', 'status', 'gold'), 'prospect'],
      [valueKey('clients', 'ownerId', 'Olivia B'), 'p1'],
      [valueKey('clients', 'ownerId', 'staff'), null],
    ]);
    expect(planned(current, { values }).unknownWords).toEqual([]);
    expect(current.lines().map(({ data }) => [data.status, data.ownerId ?? null])).toEqual([
      ['prospect', 'p1'],
      ['prospect', null],
    ]);
  });

  test('sets a value or a parent for all lines', () => {
    const current = session('tasks');
    current.open('todoist.csv', fixture('88-todoist.csv'));
    expect(current.sources()[0]).toMatchObject({ table: 'tasks', preset: 'Todoist' });
    const [source] = current.sources();
    if (source === undefined) throw new Error('There is no source.');
    current.addKnown('engagements', [
      { id: 'e1', data: withInitialValues(entityOf('engagements'), { title: 'Audit' }) },
    ]);
    current.setMapping(0, { ...source.mapping, fixed: { engagementId: 'Audit' } });
    expect(planned(current).counts.tasks).toEqual({ new: 2 });
    expect(current.changes(0, 10, 'skip').map(({ data }) => [data.title, data.engagementId])).toEqual([
      ['Collect bank statements @bank', 'e1'],
      ['Check VAT', 'e1'],
    ]);
  });

  test('sets the date format', () => {
    const current = session('tasks');
    current.addKnown('engagements', [
      { id: 'e1', data: withInitialValues(entityOf('engagements'), { title: 'Audit' }) },
    ]);
    current.open('a.csv', bytesOf('Title,Engagement,Due date\nA,Audit,3/4/27\n'));
    const [source] = current.sources();
    const [[column, format] = []] = source?.columnFormats.dates ?? [];
    if (source === undefined || column === undefined || format === undefined)
      throw new Error('No column of days was found.');
    expect(format).toMatchObject({ order: 'dmy', isOrderOpen: true, examples: ['3/4/27'] });
    planned(current);
    expect(current.lines()[0]?.data.dueDate).toBe('2027-04-03');
    current.setColumnFormats(0, { ...source.columnFormats, dates: new Map([[column, { ...format, order: 'mdy' }]]) });
    planned(current);
    expect(current.lines()[0]?.data.dueDate).toBe('2027-03-04');
  });
});

test.each(ferrySchema.entities)('the sample file of $table is read as intended', (entity) => {
  const current = session(entity.table);
  current.open('sample.xlsx', writeXlsx([sampleTable(entity, 'en')]));
  expect(current.sources()[0]?.table).toBe(entity.table);
  const { counts, broken } = planned(current, { createsParents: true });
  expect(broken).toEqual([]);
  expect(counts[entity.table]).toEqual({ new: 1 });
});

test('a line that repeats a line of another file names that file', () => {
  const current = session();
  current.open('a.csv', new TextEncoder().encode('Name,Email,City\nAshby,a@ashby.test,Leeds\n'));
  current.open('b.csv', new TextEncoder().encode('Name,Email,City\nAshby,a@ashby.test,York\n'));
  planned(current);
  const [file] = leftOut(current);
  expect(new TextDecoder().decode(file?.bytes)).toContain('Repeats line 2 of a.csv in other words and is left out.');
});

describe('a person’s choices are visible and can be changed', () => {
  test('a word keeps its place, whether chosen now or in an earlier import', () => {
    const current = session();
    current.open('a.csv', bytesOf('Name,Status\nA,Gold\nB,Gold\nC,Lead\n'));
    const values = new Map([[valueKey('clients', 'status', 'gold'), 'prospect']]);
    expect(planned(current, { values })).toMatchObject({
      unknownWords: [],
      chosenWords: [{ table: 'clients', field: 'status', word: 'Gold', count: 2 }],
    });
  });

  test('a line keeps its candidate records', () => {
    const current = session();
    current.addKnown('clients', [known('s0', { name: 'Acme', email: 'a@acme.test' })]);
    current.open('a.csv', bytesOf('Name,Phone\nAcme,0113 496 0001\nBeta,1\n'));
    for (const decision of [
      { kind: 'record' as const, id: 's0' },
      { kind: 'new' as const },
      { kind: 'out' as const },
    ]) {
      planned(current, { decisions: new Map([[lineKey(0, 2), decision]]) });
      expect(current.lines().map(({ candidates }) => candidates.map(({ id }) => id))).toEqual([['s0'], []]);
    }
  });
});

test('engagements of tasks without a client column are created for the client chosen for all lines', () => {
  const current = session('tasks');
  current.open('a.csv', bytesOf('Name,Section/Column,Projects,Task ID,Parent task\nCall,To do,Audit,1,\n'));
  const [source] = current.sources();
  if (source === undefined) throw new Error('There is no source.');
  expect(missingPaths(entityOf('tasks'), source.mapping)).toEqual(['engagementId.clientId']);
  planned(current, { createsParents: true });
  expect(current.lines().flatMap(({ marks }) => marks.map(({ reason }) => reason.code))).toEqual(['parentNeedsAbove']);
  current.setMapping(0, { ...source.mapping, fixed: { 'engagementId.clientId': 'Acme' } });
  expect(planned(current, { createsParents: true }).counts).toEqual({
    clients: { new: 1 },
    engagements: { new: 1 },
    tasks: { new: 1 },
  });
});

test('an amount with an ambiguous decimal separator raises a question', () => {
  const current = session('engagements');
  current.open('a.csv', bytesOf('Title,Client,Fee\nA,X,12.50\nB,X,1.250\n'));
  expect([...(current.sources()[0]?.columnFormats.amounts.values() ?? [])]).toMatchObject([
    { decimal: '.', isDecimalOpen: true, examples: ['1.250'] },
  ]);
});
