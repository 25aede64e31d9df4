import { expect, it } from 'vitest';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

/** How many parts a search has to read. */
function segmentsOf(desk: Workbench): number {
  const sql = 'SELECT count(DISTINCT segid) AS count FROM cached_clients_search_idx';
  return (desk.store.connection.prepare(sql).get() as { count: number }).count;
}

const found = (desk: Workbench, search: string) =>
  desk.store.lists.page('clients', { filters: [], search, sort: null }, { limit: 1 }).total;

it('merges the search index in small steps, with each write', () => {
  const desk = aWorkbench();
  for (let index = 0; index < 300; index++) desk.newClient(`c-${index}`, { name: `Client ${index}` });
  expect(segmentsOf(desk)).toBeLessThan(16);
  expect(found(desk, 'client')).toBe(300);
});

it('does not merge deleted rows, since merging thousands of them takes one long step', () => {
  const desk = aWorkbench();
  const ids = Array.from({ length: 100 }, (_, index) => `c-${index}`);
  for (const id of ids) desk.newClient(id, { name: `Client ${id}` });
  expect(found(desk, 'client')).toBe(100);
  const before = segmentsOf(desk);
  for (const id of ids) desk.edits.deleteWithDependants('clients', [id]);
  expect(segmentsOf(desk)).toBe(before);
  expect(found(desk, 'client')).toBe(0);
  const settings = "SELECT k, v FROM cached_clients_search_config WHERE k LIKE '%merge' ORDER BY k";
  expect(desk.store.connection.prepare(settings).all()).toEqual([
    { k: 'automerge', v: 0 },
    { k: 'deletemerge', v: 0 },
  ]);
});
