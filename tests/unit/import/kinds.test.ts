import { describe, expect, test } from 'vitest';
import { csvRows } from '#app/import/read/csv-lines.ts';
import { detectEncoding } from '#app/import/read/encoding.ts';
import { createImportSession } from '#app/import/session/session.ts';
import { readEmails } from '#app/import/values/contacts.ts';
import { readDay } from '#app/import/values/dates.ts';
import { readMinutes } from '#app/import/values/durations.ts';
import { neutralised, withoutApostrophe } from '#app/import/values/text.ts';
import { fixture, importFiles } from './import-file.ts';

const text = (words: string) => new TextEncoder().encode(words);

/** The bytes of a text in an encoding of one byte a character. */
function inEncoding(label: string, words: string): Uint8Array {
  const decoder = new TextDecoder(label);
  const byteOf = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Uint8Array.from([...words].map((letter) => byteOf.get(letter) ?? 0x3f));
}

describe('an encoding is detected by which decoding yields words', () => {
  test.each([
    ['windows-1252', 'Name;Straße\nGröße & Söhne;Köln;1.250,50 €'],
    ['windows-1252', 'Name\nCafé de la Paix\nJosé Peña'],
    ['windows-1252', 'Name\nO’Neill – “x”'],
    ['windows-1252', 'Name,Fee\nA,£100\nB,€20'],
    ['macintosh', 'Name\nMüller & Söhne\nCafé Zoë'],
    ['windows-1250', 'Name\nDvořák\nŠkoda Žižka'],
    ['windows-1250', 'Name\nŁódź, Gdańsk'],
    ['windows-1253', 'Name\nΑλφα'],
    ['windows-1251', 'Name\nЗоря Трейд'],
    ['windows-1254', 'Name\nŞahin Doğan Işık'],
  ])('%s: %j', (label, words) => expect(detectEncoding(inEncoding(label, words))).toBe(label));
});

test.each([
  // 会社名,メール / 株式会社サクラ,a@b.test as Shift_JIS and EUC-JP
  ['shift_jis', '89ef8ed096bc2c8381815b838b0a8a948eae89ef8ed08354834e83892c6140622e746573740a'],
  ['euc-jp', 'b2f1bcd2ccbe2ca5e1a1bca5eb0ab3f4bcb0b2f1bcd2a5b5a5afa5e92c6140622e746573740a'],
])('a short Japanese list is recognised by its kana: %s', (label, hex) => {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  expect(detectEncoding(bytes)).toBe(label);
});

describe('an export is recognised by its headers', () => {
  test.each([
    [
      'Pipedrive',
      'Person - Name,Person - Organization,Person - Email,Person - Phone,Person - Owner',
      ['contact', 'name', 'email', 'phone', 'ownerId'],
    ],
    [
      'Lexware',
      'Kundennummer,Firmenname,Umsatzsteuer ID,Vorname,Nachname,E-Mail 1,Straße 1,PLZ 1,Ort 1,Land 1',
      [null, 'name', 'taxId', 'contact', 'contact', 'email', 'street', 'postalCode', 'city', 'country'],
    ],
    ['Sage', 'AccountReference,CompanyName,Address1,VatNumber', [null, 'name', 'street', 'taxId']],
    ['Sage', 'A/C,Name,Address 1,Contact Name,Telephone', [null, 'name', 'street', 'contact', 'phone']],
    [
      'QuickBooks',
      'Customer,Company,Main Phone,Alt. Phone,Bill to 1,Bill to 2',
      [null, 'name', 'phone', 'phone', 'street', 'street'],
    ],
    ['Lexware', 'Kunden-Nr.,Matchcode,Firma,Name,Vorname', [null, null, 'name', 'contact', 'contact']],
    [
      'HubSpot',
      'Record ID - Contact,First Name,Contact owner,Associated Company',
      [null, 'contact', 'ownerId', 'name'],
    ],
    [
      'HubSpot',
      'Record ID,First Name,Email,Contact owner,Associated Company',
      [null, 'contact', 'email', 'ownerId', 'name'],
    ],
  ])('%s: %s', (preset, headers, columns) => {
    const line = headers.split(',').map((_, at) => `v${at}`);
    const context = { locale: 'en-GB', today: '2026-11-29', preferred: 'clients', people: [], newId: () => 'n' };
    const session = createImportSession(context);
    session.open('a.csv', text(`${headers}\n${line.join(',')}\n`));
    const [source] = session.sources();
    expect(source?.preset).toBe(preset);
    expect(source?.mapping.columns).toEqual(columns);
  });
});

describe('rows', () => {
  const cells = (words: string, separator = ',') => [...csvRows(words, separator)].map((row) => row.cells);
  test.each([
    [
      'a,b\r\n"c\nd",e\rf,g\n',
      [
        ['a', 'b'],
        ['c\nd', 'e'],
        ['f', 'g'],
      ],
    ],
    ['a,"b ""c"" d"\n', [['a', 'b "c" d']]],
    [
      'a,27" x\n"B" Ltd,y\n',
      [
        ['a', '27" x'],
        ['B Ltd', 'y'],
      ],
    ],
    [
      'a,"" \nb,"x" \n',
      [
        ['a', ''],
        ['b', 'x'],
      ],
    ],
    [
      'a,b\n,\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    ['a, "b, c", "d"\n', [['a', 'b, c', 'd']]],
    ['a, "b" c\n', [['a', ' "b" c']]],
    [
      '"a \\"b\\" c",d\n"C:\\",e\n',
      [
        ['a "b" c', 'd'],
        ['C:\\', 'e'],
      ],
    ],
  ])('%j', (words, rows) => expect(cells(words)).toEqual(rows));

  test('an unclosed quote ends with its line, even if a later line has quotes', () => {
    const rows = [...csvRows('A,"open\nB,"quoted, well"\nC,5" pipe\n', ',')];
    expect(rows.map(({ line, cells: of, hasUnclosedQuote }) => [line, of, hasUnclosedQuote])).toEqual([
      [1, ['A', 'open'], true],
      [2, ['B', 'quoted, well'], false],
      [3, ['C', '5" pipe'], false],
    ]);
  });
});

describe('identifying records', () => {
  const clients = (csv: string, store: { table: string; data: Record<string, string> }[] = []) =>
    importFiles([{ table: 'clients', bytes: text(csv) }], { store });

  test('two John Smiths with different numbers are two records; repeated lines are one', () => {
    expect(clients('Name,Phone\nJohn Smith,0113 496 0001\nJohn Smith,0113 496 0002\n').rows).toHaveLength(2);
    const twice = clients('Name,Phone\nJohn Smith,0113 496 0001\nJohn Smith,0113 496 0001\n');
    expect([twice.rows.length, twice.of('repeated').length]).toEqual([1, 1]);
  });

  test('quarterly reminders with one name are four records', () => {
    const store = [
      { table: 'clients', data: { name: 'Alpha' } },
      { table: 'engagements', data: { title: 'VAT', clientId: 's0' } },
    ];
    const days = ['31/03/2027', '30/06/2027', '30/09/2027', '31/12/2027'];
    const csv = `Title,Engagement,Due date\n${days.map((day) => `Remind,VAT,${day}\n`).join('')}`;
    expect(importFiles([{ table: 'tasks', bytes: text(csv) }], { store }).of('new')).toHaveLength(4);
  });

  test('a name alone is not enough: the line is unclear', () => {
    const store = [{ table: 'clients', data: { name: 'Acme', email: 'a@acme.test' } }];
    const { of } = clients('Name\nAcme\n', store);
    expect(of('unclear').map(({ candidates }) => candidates.map(({ id }) => id))).toEqual([['s0']]);
  });

  test('a different tax id makes a different client despite the same name and mailbox', () => {
    const store = [{ table: 'clients', data: { name: 'Acme', email: 'a@acme.test', taxId: 'GB 123' } }];
    expect(clients('Name,Email,VAT number\nAcme,a@acme.test,GB999\n', store).of('new')).toHaveLength(1);
    expect(clients('Name,Email,VAT number\nAcme Ltd,b@acme.test,gb-123\n', store).of('update')).toHaveLength(1);
  });

  test('an update shows old and new values, and keeps fields the file lacks', () => {
    const store = [{ table: 'clients', data: { name: 'Acme', email: 'a@acme.test', city: 'Leeds', phone: '1' } }];
    const [line] = clients('Name,Email,City,Phone\nAcme,a@acme.test,York,\n', store).of('update');
    expect(line?.changes).toEqual([{ field: 'city', before: 'Leeds', after: 'York' }]);
  });
});

test('a whole firm is imported at once, parents matched by client and title', () => {
  const bytes = (table: string) => fixture(`firm500-clean/${table}.csv`);
  const sources = ['tasks', 'clients', 'engagements'].map((table) => ({ table, bytes: bytes(table) }));
  const { lines } = importFiles(sources);
  const kinds = Object.groupBy(lines, ({ table, kind }) => `${table} ${kind}`);
  expect(Object.fromEntries(Object.entries(kinds).map(([key, all]) => [key, all?.length]))).toEqual({
    'clients new': 500,
    'engagements new': 500,
    'tasks new': 1500,
  });
});

test('missing parents are created on request', () => {
  const bytes = text('Title,Engagement,Client\nA,Audit,Alpha\nB,Audit,Alpha\nC,Audit,Beta\n');
  expect(importFiles([{ table: 'tasks', bytes }]).of('refused')).toHaveLength(3);
  const { lines } = importFiles([{ table: 'tasks', bytes }], { choices: { createsParents: true } });
  expect(lines.map(({ table }) => table).sort()).toEqual([
    'clients',
    'clients',
    'engagements',
    'engagements',
    'tasks',
    'tasks',
    'tasks',
  ]);
});

describe('a cell that a spreadsheet would execute', () => {
  test.each(['=1+1', '@SUM(A1)', '\tx', '-cmd|x', '+1+cmd', "'=x", '＝1'])(
    '%j is escaped on export and restored on import',
    (cell) => {
      expect(neutralised(cell)).toBe(`'${cell}`);
      expect(withoutApostrophe(neutralised(cell))).toBe(cell);
    },
  );
  test.each(['+44 20 7946 0000', '+49 (0) 431 / 12 34-0', '-5', '- first\n- second', "O'Neill = fine", "'n Sync"])(
    '%j is unchanged',
    (cell) => {
      expect(neutralised(cell)).toBe(cell);
      expect(withoutApostrophe(cell)).toBe(cell);
    },
  );
});

test('a vCard 2.1 is imported with quoted-printable text over several lines', () => {
  const card = [
    'BEGIN:VCARD\r\nVERSION:2.1',
    'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;',
    'ORG;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller =\r\nGmbH, K=F6ln',
    'TEL;WORK;VOICE:+49 30 1\r\nEMAIL;INTERNET:j@m.test\r\nEND:VCARD\r\n',
  ];
  const context = { locale: 'en-GB', today: '2026-11-29', preferred: 'clients', people: [], newId: () => 'n' };
  const session = createImportSession(context);
  session.open('a.vcf', text(card.join('\r\n')));
  const [source] = session.sources();
  expect(source?.sheet.lines[0]?.cells.slice(0, 6)).toEqual([
    'Müller GmbH, Köln',
    'Jörg',
    '',
    'Müller',
    'j@m.test',
    '+49 30 1',
  ]);
});

describe('an export of deals is read as a list of engagements', () => {
  test.each([
    [
      'HubSpot',
      'Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company',
      [null, 'title', 'status', 'dueDate', 'ownerId', 'fee', 'clientId'],
    ],
    [
      'Pipedrive',
      'Deal - Title,Deal - Value,Deal - Currency,Deal - Organization,Deal - Expected close date,Deal - Owner',
      ['title', 'fee', 'currency', 'clientId', 'dueDate', 'ownerId'],
    ],
  ])('%s: %s', (preset, headers, columns) => {
    const context = { locale: 'en-GB', today: '2026-11-29', preferred: 'clients', people: [], newId: () => 'n' };
    const session = createImportSession(context);
    session.open('a.csv', text(`${headers}\n${headers.replaceAll(/[^,]+/g, 'v')}\n`));
    const [source] = session.sources();
    expect([source?.preset, source?.table, source?.mapping.columns]).toEqual([preset, 'engagements', columns]);
  });
});

test('the column that names every line is the name, not one with gaps', () => {
  const { map, rows } = importFiles([
    { table: 'clients', bytes: text('Customer,Company,Main Phone\nJohn Smith,,1\nAcme,Acme Ltd,2\n') },
  ]);
  expect(map).toMatchObject({ Customer: 'name' });
  expect(rows.map(({ data }) => data.name)).toEqual(['John Smith', 'Acme']);
});

test.each([
  ['15 janvier 2027', '2027-01-15'],
  ['1er mars 2027', '2027-03-01'],
  ['mar. 30 mars 2027', '2027-03-30'],
  ['3 août 2027', '2027-08-03'],
  ['15 de enero de 2027', '2027-01-15'],
  ['31 mrt 2027', '2027-03-31'],
  ['31/Mar/2027', '2027-03-31'],
  ["'31/03/2027", '2027-03-31'],
  ['31.03.27, 14:05 Uhr', '2027-03-31'],
  ['20270331T100000Z', '2027-03-31'],
  ['2027-03-31 10:00:00.123456+00', '2027-03-31'],
  ['Wed Mar 31 2027 00:00:00 GMT+0100 (Central European Standard Time)', '2027-03-31'],
  ['29.2.2027', null],
  ['31/04/2027', null],
  ['2027-W05', null],
  ['Mar-27', null],
  ['Q1 2027', null],
])('the day %s is %s', (cell, day) => expect(readDay(cell, { order: 'dmy', lastYearOfCentury: 46 })).toBe(day));

test.each([
  ['0.333', true, 20],
  ['1.33', true, 80],
  ['1.500', true, 90],
  [1.333, true, 80],
  ['0.125', true, null],
  ['1,200', false, 1200],
  ['0.500', false, null],
])('%s (in hours: %s) are %s minutes', (cell, isInHours, minutes) => {
  expect(readMinutes(cell, isInHours)).toBe(minutes);
});

test.each([
  ['Bob Jones <b@x.test>', { first: 'b@x.test', others: ['Bob Jones <b@x.test>'], isAlone: false }],
  ['ask Ann, ann@x.test', { first: 'ann@x.test', others: ['ask Ann, ann@x.test'], isAlone: false }],
  ['a@x.test (private)', { first: 'a@x.test', others: [], isAlone: true }],
  ['a@x.test/b@x.test', { first: 'a@x.test', others: ['b@x.test'], isAlone: true }],
  ["o'neil@x.test", { first: "o'neil@x.test", others: [], isAlone: true }],
  ['call Ann', null],
])('the addresses of %s', (cell, found) => expect(readEmails(cell)).toEqual(found));

describe('an id in a file', () => {
  const id = '018f0000-0000-7000-8000-000000000001';
  const clients = (csv: string) => importFiles([{ table: 'clients', bytes: text(csv) }]);

  test('stands for one record, however often it occurs', () => {
    const { of } = clients(`Id,Name\n${id},Acme\n${id},Beta\n`);
    expect([of('new').length, of('repeated').map(({ earlierLine, changes }) => [earlierLine, changes.length])]).toEqual(
      [1, [[2, 1]]],
    );
  });

  test('that is malformed costs its line the id and nothing else', () => {
    const { rows } = clients(`Id,Name\n${id},Acme\nabc,Beta\n`);
    expect(rows.map(({ recordId, marks }) => [recordId, marks.map(({ reason }) => reason.code)])).toEqual([
      [id, []],
      ['n0', ['badId']],
    ]);
  });
});

test('one damaged byte is reported and does not change how the rest of the file is decoded', () => {
  const bytes = Uint8Array.from([...text('Name,City\nMüller,Köln\nA'), 0xff, ...text('B,Ulm\nGröße,Bonn\n')]);
  const { rows } = importFiles([{ table: 'clients', bytes }]);
  expect(rows.map(({ data, marks }) => [data.name, marks.map(({ reason }) => reason.code)])).toEqual([
    ['Müller', []],
    ['A\ufffdB', ['damagedCharacter']],
    ['Größe', []],
  ]);
});

test('unusual card properties become a column that can go to the notes', () => {
  const card = [
    'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Smith;Ann;Mary;Dr.;\r\nORG:Smith & Co;Tax\r\nTITLE:Partner',
    'ADR;TYPE=WORK:PO 5;;1 High St;Leeds;Yorks;LS1;UK\r\nADR;TYPE=HOME:;;2 Low St;York;;YO1;UK\r\nNOTE:A\\, B\\; C\r\nNOTE:two',
    'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBD\r\n AAgGBgcGBQgHBwcJ\r\nURL:http://x.test\r\nEND:VCARD\r\n',
  ].join('\r\n');
  const { rows } = importFiles([{ table: 'clients', bytes: text(card) }], { mapping: { keepsSurplus: true } });
  expect(rows.map(({ data }) => data)).toEqual([
    {
      name: 'Smith & Co',
      contact: 'Ann Mary Smith',
      street: '1 High St, PO 5',
      postalCode: 'LS1',
      city: 'Leeds',
      country: 'UK',
      notes:
        'A, B; C\ntwo\nName prefix: Dr.\nDepartment: Tax\nRegion: Yorks\nFurther addresses: 2 Low St, YO1 York, UK\n' +
        'Job title: Partner\nWebsite: http://x.test',
    },
  ]);
});

test('an apostrophe that marks a number as text is dropped', () => {
  const csv = "Name,Phone,Tax ID,Postcode\n'68 Cars,'0113 496 0001,'12/345/67890,'01067\nB,=+44 113 496 0001,,\n";
  const { rows } = importFiles([{ table: 'clients', bytes: text(csv) }]);
  expect(rows.map(({ data }) => data)).toEqual([
    { name: "'68 Cars", phone: '0113 496 0001', taxId: '12/345/67890', postalCode: '01067' },
    { name: 'B', phone: '+44 113 496 0001' },
  ]);
});
