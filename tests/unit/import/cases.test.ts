import { describe, expect, test } from 'vitest';
import type { RecordData } from '#app/schema/index.ts';
import cases from '../../fixtures/files/expected.json' with { type: 'json' };
import moreCases from '../../fixtures/more-files/expected.json' with { type: 'json' };
import { fixture, importFiles, type StoredRecord } from './import-file.ts';

interface Case {
  file: string;
  table?: string;
  kind: string;
  store?: StoredRecord[];
  data?: RecordData[];
  notData?: RecordData[];
  map?: Record<string, string>;
  rows?: number;
  minRows?: number;
  repeated?: number;
  problemLines?: number[];
  existing?: (string | null)[];
}

/** The right result of each file is in expected.json, beside the files. */
describe('a real-world file', () => {
  const first = cases.cases as unknown as Case[];
  const more = moreCases.cases.map((each) => ({ ...each, file: `../more-files/${each.file}` })) as unknown as Case[];
  test('at least 36 exist', () => expect([first.length, more.length]).toEqual([36, 18]));

  test.each([...first, ...more])('$kind: $file', (wanted) => {
    const { file, table = 'clients', store = [] } = wanted;
    const { map, rows, lines, sheets, of } = importFiles([{ table, name: file, bytes: fixture(file) }], { store });
    const data = rows.map((row) => row.data);
    if (wanted.map) expect(map).toMatchObject(wanted.map);
    for (const one of wanted.data ?? []) expect(data).toContainEqual(expect.objectContaining(one));
    for (const one of wanted.notData ?? []) expect(data).not.toContainEqual(expect.objectContaining(one));
    if (wanted.rows !== undefined) expect(rows).toHaveLength(wanted.rows);
    expect(rows.length).toBeGreaterThanOrEqual(wanted.minRows ?? 0);
    if (wanted.repeated !== undefined) expect(of('repeated')).toHaveLength(wanted.repeated);
    const broken = sheets.flatMap((sheet) => sheet.broken.map(({ line }) => line));
    const marked = lines.filter(({ marks }) => marks.length > 0).map(({ line }) => line);
    if (wanted.problemLines) expect([...broken, ...marked]).toEqual(wanted.problemLines);
    if (wanted.existing)
      expect(rows.map(({ kind, recordId }) => (kind === 'new' ? null : recordId))).toEqual(wanted.existing);
  });
});
