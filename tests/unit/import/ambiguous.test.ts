import { describe, expect, test } from 'vitest';
import { detectDateFormat, readDay } from '#app/import/values/dates.ts';
import { importFiles } from './import-file.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const clients = (text: string, store?: Parameters<typeof importFiles>[1]) =>
  importFiles([{ table: 'clients', bytes: bytes(text) }], store);

describe('days with two-digit years', () => {
  const formatOf = (cells: string[], locale = 'en-GB') => detectDateFormat(cells, locale, '2026-11-29');
  const read = (cells: string[], locale?: string) => cells.map((cell) => readDay(cell, formatOf(cells, locale)));

  test('begin with the year where only that makes a year near today, and it is asked', () => {
    const cells = ['27-03-05', '26-12-31', '27-01-15'];
    expect(read(cells)).toEqual(['2027-03-05', '2026-12-31', '2027-01-15']);
    expect(formatOf(cells)).toMatchObject({ mayBeginWithYear: true, doesOrderMatter: true, isOrderOpen: true });
  });

  test('begin with the year where the first number is no day', () =>
    expect(read(['98/03/05', '05/01/07'])).toEqual(['1998-03-05', '2005-01-07']));

  test.each([
    ['en-GB', ['31-12-26', '05-03-27'], ['2026-12-31', '2027-03-05']],
    ['en-GB', ['05/03/27', '06/04/27'], ['2027-03-05', '2027-04-06']],
    ['en-US', ['05/03/27', '12/31/26'], ['2027-05-03', '2026-12-31']],
    ['de-DE', ['31.12.26', '27.03.05'], ['2026-12-31', '2005-03-27']],
  ])('else end with it: %s %j', (locale, cells, days) => {
    expect(read(cells, locale)).toEqual(days);
    expect(formatOf(cells, locale).mayBeginWithYear).toBe(false);
  });
});

test.each([
  [';', ','],
  [',', ';'],
  [',', '\t'],
])('a header separated by %j above lines separated by %j', (above, below) => {
  const rows = [
    ['Name', 'Email', 'City'],
    ['Alpha', 'a@a.test', 'Leeds'],
    ['Beta', '', 'York'],
  ];
  const text = rows.map((cells, at) => cells.join(at === 0 ? above : below)).join('\n');
  expect(clients(text).rows.map(({ data, line }) => ({ ...data, line }))).toEqual([
    { name: 'Alpha', email: 'a@a.test', city: 'Leeds', line: 2 },
    { name: 'Beta', city: 'York', line: 3 },
  ]);
});

test('lines that fill only the first column stay whole, where they do not fit the header otherwise', () => {
  const { rows } = clients('Name;Email;City\nAlpha, Beta & Co\nGamma, Delta, Epsilon\nZeta\n');
  expect(rows.map(({ data }) => data.name)).toEqual(['Alpha, Beta & Co', 'Gamma, Delta, Epsilon', 'Zeta']);
});

test.each(['pending', 'Exempt', 'not registered', '0', '000 000 000', '999999999', 'GB'])(
  'the tax id "%s" is that of nobody',
  (taxId) => {
    const store = [{ table: 'clients', data: { name: 'Alpha', taxId } }];
    const { lines } = clients(`Name,Tax ID\nBeta,${taxId}\nGamma,${taxId}\n`, { store });
    expect(lines.map(({ kind, data }) => [kind, data.name])).toEqual([
      ['new', 'Beta'],
      ['new', 'Gamma'],
    ]);
  },
);

test.each([
  ['0113 496 0001 or 07700 900001', '0113 496 0001', '07700 900001'],
  ['0431 496 0001 und 0170 900 0001', '0431 496 0001', '0170 900 0001'],
  ['0113 496 0001 & 07700 900001', '0113 496 0001', '07700 900001'],
])('two numbers in one cell, joined by a word: %s', (cell, phone, other) =>
  expect(clients(`Name,Phone\nA,"${cell}"\n`).rows[0]?.data).toMatchObject({ phone, notes: `Phone: ${other}` }),
);

test.each([
  ['[a@a.test](mailto:a@a.test)', { email: 'a@a.test' }],
  ['a@a,test', { notes: 'Email: a@a,test' }],
])('the email in %s', (cell, wanted) =>
  expect(clients(`Name,Email\nA,"${cell}"\n`).rows[0]?.data).toEqual({ name: 'A', ...wanted }),
);

test.each([
  '31 de dezembro de 2026',
  '31 grudnia 2026',
  '31 декабря 2026',
  '31. prosince 2026',
  '31 december 2026',
  '2026-12-31+01:00',
  '2026-12-31Z',
])('the day %s', (cell) => expect(readDay(cell, { order: 'dmy', lastYearOfCentury: 46 })).toBe('2026-12-31'));

test('the lines of one table can be new whatever is there, while those of another are recognised', () => {
  const sources = [
    { table: 'clients', bytes: bytes('Name,Email\nAlpha,a@a.test\n') },
    { table: 'engagements', bytes: bytes('Title,Client,Period\nAudit,Alpha,2026\n') },
  ];
  const store = [
    { table: 'clients', data: { name: 'Alpha', email: 'a@a.test' } },
    { table: 'engagements', data: { title: 'Audit', clientId: 's0', period: '2026' } },
  ];
  const { lines } = importFiles(sources, { store, choices: { unmatched: new Set(['engagements']) } });
  expect(lines.map(({ table, kind }) => [table, kind])).toEqual([
    ['clients', 'same'],
    ['engagements', 'new'],
  ]);
});

describe('a header says more than the field', () => {
  test.each([
    [
      'Client Code,Client Name,Company Number,VAT Number,Primary Contact First Name,Primary Contact Last Name,Primary Contact Email,Primary Contact Telephone,Registered Address Line 1,Registered Address Line 2,Registered Address Town,Registered Address Postcode',
      '||name||taxId|contact|contact|email|phone|street|street|city|postalCode',
    ],
    [
      'Record Id,Organization Name,Organization Phone,Billing Address Street,Billing Address City,Billing Address State,Billing Address Postal Code,Billing Address Country',
      '||name|phone|street|city||postalCode|country',
    ],
    ['Organisation,First Name,Last Name,Email,Billing Email', '|name|contact|contact|email|email'],
    ['Name,First Name,Last Name,Billing Contact First Name', '|name|contact|contact|'],
    ['Customer,Status,Customer Type,Account Balance,Account Number,Company Status', '|name|status||||'],
    ['Firma,Rechnungsadresse Straße,Rechnungsadresse PLZ,Rechnungsadresse Ort', '|name|street|postalCode|city'],
    ['Firma,Kontakt Nachname,Kontakt Vorname', '|name|contact|contact'],
  ])('%s', (headers, columns) => {
    const { map } = clients(`${headers}\n${headers.replaceAll(/[^,]+/g, 'x')}\n`);
    expect(Object.values(map)).toEqual(
      columns
        .slice(1)
        .split('|')
        .map((target) => target || null),
    );
  });

  test('and its parts of a name stand in their order', () => {
    const { rows } = clients('Firma,Kontakt Nachname,Kontakt Vorname\nNord GmbH,Meier,Jan\n');
    expect(rows[0]?.data).toEqual({ name: 'Nord GmbH', contact: 'Jan Meier' });
  });
});

test.each(['[Samir Haddad]', 'Haddad, Samir', '[Samir Haddad, Jo Lee]', '@Samir Haddad'])('the person in %s', (cell) =>
  expect(clients(`Name,Owner\nA,"${cell}"\n`).rows[0]?.data.ownerId).toBe('p2'),
);

test('a person of the same name as the parts the other way round is not mistaken', () =>
  expect(clients('Name,Owner\nA,"Haddad, Olivia"\n').rows[0]?.marks[0]?.reason).toEqual({ code: 'unknownPerson' }));

test.each([
  ['each line', '"Name,Email,City"\n"Alpha,a@a.test,Leeds"\n"Beta ""B"",b@b.test,York"\n', 'Beta "B"'],
  ['each below the header', 'Name,Email,City\n"Alpha,a@a.test,Leeds"\n"Beta,""b@b.test"",York"\n', 'Beta'],
  [
    'each, with cells in quotes',
    '"Name;Email;City"\r\n"Alpha;a@a.test;""Leeds"""\r\n"""Beta; B"";b@b.test;York"\r\n',
    'Beta; B',
  ],
])('quotes around whole lines: %s', (_, text, second) => {
  const { rows } = clients(text);
  expect(rows.map(({ data, line }) => ({ ...data, line }))).toEqual([
    { name: 'Alpha', email: 'a@a.test', city: 'Leeds', line: 2 },
    { name: second, email: 'b@b.test', city: 'York', line: 3 },
  ]);
});

test('quotes around each line of a list of names stay quotes around a name', () =>
  expect(clients('"Name"\n"Alpha, Beta & Co"\n"Gamma"\n').rows.map(({ data }) => data.name)).toEqual([
    'Alpha, Beta & Co',
    'Gamma',
  ]));

test('quotes around names that have commas are no quotes around lines', () => {
  const { sheets } = clients('"Alpha, Beta & Co"\n"Gamma, Delta"\n');
  expect(sheets[0]?.headers).toHaveLength(1);
});

test('a cell with the separator of the header is whole, where lines have another', () =>
  expect(clients('Name;Email;City\nA,a@a.test,Leeds\n"B; C",,"York; UK"\nD,,\n').rows.map(({ data }) => data)).toEqual([
    { name: 'A', email: 'a@a.test', city: 'Leeds' },
    { name: 'B; C', city: 'York; UK' },
    { name: 'D' },
  ]));

test('a line of dashes below the header is no record', () => {
  const { rows } = clients('| Name | City |\n|------|:-----|\n| Alpha | Leeds |\n');
  expect(rows.map(({ data }) => data)).toEqual([{ name: 'Alpha', city: 'Leeds' }]);
});

test('words with hyphens or underscores are those with blanks', () => {
  const text = 'Title,Client,Status,Kind\nA,Alpha,in-progress,Tax_return\nB,Alpha,IN_REVIEW,VAT-Return\n';
  const { of } = importFiles([{ table: 'engagements', bytes: bytes(text) }], {
    store: [{ table: 'clients', data: { name: 'Alpha' } }],
  });
  expect(of('new').map(({ data: { status, kind } }) => [status, kind])).toEqual([
    ['active', 'tax'],
    ['review', 'vat'],
  ]);
});
