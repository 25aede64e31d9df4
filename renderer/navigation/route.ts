import { ferrySchema } from '#app/schema/index.ts';

export const SYNC_TABS = ['waiting', 'attention', 'conflicts', 'history', 'receipts', 'diagnostics'] as const;
export type SyncTab = (typeof SYNC_TABS)[number];

/** What the main area shows; stored in the address after `#`, so that back and forward work. */
export type Route =
  | { view: 'overview' }
  | { view: 'work' }
  | { view: 'list'; table: string; recordId: string | null }
  | { view: 'sync'; tab: SyncTab }
  | { view: 'settings' };

export const HOME: Route = { view: 'overview' };
/** The start page of people who have assigned work. */
export const STAFF_HOME: Route = { view: 'work' };

export function hrefOf(route: Route): string {
  switch (route.view) {
    case 'list':
      return `#/${route.table}${route.recordId === null ? '' : `/${encodeURIComponent(route.recordId)}`}`;
    case 'sync':
      return `#/sync/${route.tab}`;
    default:
      return `#/${route.view}`;
  }
}

/** The route for an address hash; `home` if it names nothing that exists. */
export function routeOf(hash: string, home: Route = HOME): Route {
  const [view = '', rest] = hash.replace(/^#?\/?/, '').split('/');
  if (view === 'settings' || view === 'overview' || view === 'work') return { view };
  if (view === 'sync') return { view, tab: SYNC_TABS.find((tab) => tab === rest) ?? 'waiting' };
  if (ferrySchema.entity(view) !== undefined) {
    return { view: 'list', table: view, recordId: rest === undefined || rest === '' ? null : idIn(rest) };
  }
  return home;
}

/** Null for an invalid encoding such as `%E0`. */
function idIn(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
