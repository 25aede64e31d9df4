import { ferrySchema } from '#app/schema/index.ts';
import { APP_SCHEME } from '../security/origin.ts';

/** The target of a link. */
export interface LinkTarget {
  view: string;
  recordId: string | null;
}

const SCREENS = new Set(['overview', 'settings', 'sync']);
const LINK_HOST = 'open';
const MAX_LENGTH = 300;

/**
 * Parses `ferry://open/clients/ID`, `ferry://open/clients` or `ferry://open/settings`. Anyone can write such a link, so
 * it can only show something: it has no commands and no text; anything else is null.
 */
export function parseDeepLink(link: string): LinkTarget | null {
  if (link.length > MAX_LENGTH || !URL.canParse(link)) return null;
  const { protocol, host, username, password, port, pathname, search, hash } = new URL(link);
  const isOurs = protocol === `${APP_SCHEME}:` && host === LINK_HOST;
  if (!isOurs || username !== '' || password !== '' || port !== '' || search !== '' || hash !== '') return null;
  const [view = '', recordId, ...rest] = pathname.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (rest.length > 0) return null;
  if (recordId === undefined) return SCREENS.has(view) || isTable(view) ? { view, recordId: null } : null;
  return isTable(view) && /^[\w-]{1,64}$/.test(recordId) ? { view, recordId } : null;
}

/** Whether a link wants to be read as an invitation; a person is shown its server before anything is contacted. */
export function isInvitation(link: string): boolean {
  return link.toLowerCase().startsWith(`${APP_SCHEME}://join`);
}

/** The link among the start arguments, where systems other than macOS pass it. */
export function linkIn(argv: readonly string[]): string | null {
  return argv.slice(1).findLast((argument) => argument.toLowerCase().startsWith(`${APP_SCHEME}:`)) ?? null;
}

function isTable(name: string): boolean {
  return ferrySchema.entity(name) !== undefined;
}
