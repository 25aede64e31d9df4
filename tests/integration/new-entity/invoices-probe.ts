import { Folder, Receipt } from 'lucide-react';
import { expect, it } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { createI18n } from '../../../main/shell/i18n.ts';
import { appMenu } from '../../../main/shell/menu.ts';
import { sortOf } from '../../../renderer/list/list-queries.ts';
import { hrefOf, routeOf } from '../../../renderer/navigation/route.ts';
import { overviewLists } from '../../../renderer/overview/overview.ts';
import { columnsOf, defaultColumns } from '../../../renderer/record/columns.ts';
import { iconOf } from '../../../renderer/record/icons.ts';
import { isOverdue } from '../../../renderer/store/due.ts';
import { PLAIN_LIST } from '../../../renderer/store/stored-list.ts';
import { aWorkbench } from '../../support/workbench.ts';
import { manualClock } from '../../unit/main/support.ts';

// The test of a new entity puts this file into the unit tests of a copy of Ferry that keeps invoices.
const invoices = ferrySchema.entity('invoices');
if (invoices === undefined) throw new Error('no invoices');

it.each([
  ['open', true],
  ['paid', false],
  ['void', false],
])('an invoice that is %s and past its day is overdue: %s', (status, expected) => {
  expect(isOverdue(invoices, { status, dueDay: '2026-01-01' }, '2026-01-02')).toBe(expected);
});

it('has an icon of its own', () => {
  expect(iconOf('invoices')).toBe(Receipt);
  expect(iconOf('nothing')).toBe(Folder);
});

it('has its cards on the overview: overdue and due, open ones only', () => {
  const cards = overviewLists('2026-01-02').filter(({ entity }) => entity === invoices);
  expect(cards.map(({ question }) => question)).toEqual(['overdue', 'due']);
  for (const { query } of cards)
    expect(query.filters).toContainEqual({ field: 'status', test: 'in', values: ['open'] });
});

it.each([
  ['en', 'Invoices'],
  ['de', 'Rechnungen'],
] as const)('has its entry in the menu in %s', (language, label) => {
  const { labels, lists } = createI18n(language, { language: 'en-GB', region: 'en-GB' }, manualClock());
  const nothing = () => undefined;
  const menu = appMenu({ platform: 'linux', labels, lists, isDevelopment: false, navigate: nothing, syncNow: nothing });
  const items = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  expect(items).toContainEqual(expect.objectContaining({ label, accelerator: 'CmdOrCtrl+4' }));
});

it('has its list, with its columns in order, its engagement only below the title, and an address', () => {
  expect(columnsOf(invoices, defaultColumns(invoices)).map(({ name }) => name)).toEqual([
    ...['number', 'amount', 'dueDay', 'status', 'issuedDay'],
  ]);
  expect(sortOf(invoices, PLAIN_LIST)).toEqual({ field: 'dueDay', direction: 'desc' });
  const route = { view: 'list', table: 'invoices', recordId: 'i-1' } as const;
  expect(routeOf(hrefOf(route))).toEqual(route);
});

it('is saved, found and listed', () => {
  const desk = aWorkbench();
  desk.newClient('c-1');
  desk.newEngagement('e-1', 'c-1');
  desk.save('invoices', 'insert', 'i-1', { number: '2026-Ä7', engagementId: 'e-1', amount: 125_000, status: 'paid' });
  expect(desk.store.lists.search('2026-a7', 5)).toMatchObject([{ table: 'invoices', id: 'i-1' }]);
  const open = { filters: [{ field: 'status', test: 'in' as const, values: ['open'] }], search: '', sort: null };
  expect(desk.store.lists.page('invoices', open, { limit: 10 }).total).toBe(0);
  expect(desk.store.lists.counts()).toMatchObject({ invoices: 1 });
});
