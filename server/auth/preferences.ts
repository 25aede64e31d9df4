import { createHash } from 'node:crypto';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { PreferenceEntry, PreferencesRequest, PreferencesResponse } from '#app/contract/preferences.ts';
import { mergePreferences } from '#app/rules/preferences.ts';
import type { SyncSession } from '../core/session.ts';
import type { Database } from '../storage/database.ts';
import { lockPerson } from '../storage/people.ts';
import { readPreferences, replacePreferences } from '../storage/preferences.ts';

/** What people arrange for themselves. Nobody else reads it, owners included. */
export interface Preferences {
  /** Merges the entries into the caller's document and answers with it. @throws `auth.revoked` */
  exchange(
    session: SyncSession,
    request: PreferencesRequest,
  ): Promise<{ isChanged: boolean; response: PreferencesResponse }>;
}

export function createPreferences({ storage, clock }: { storage: Database; clock: Pick<Clock, 'nowMs'> }): Preferences {
  return {
    exchange({ firmId, personId }, { digest, entries }) {
      const mode = entries.length > 0 ? 'write' : 'read';
      return storage.transaction({ kind: 'firm', firmId, mode }, async (tx) => {
        // Two desks of one person must not replace each other's entries; after a removal nothing may come back.
        if (mode === 'write' && !(await lockPerson(tx, firmId, personId))) {
          throw new FerryFailure('auth.revoked', 'askOwner');
        }
        const before = await readPreferences(tx, { firmId, personId });
        const after = mergePreferences(
          before,
          entries.map((entry) => notAfter(entry, clock.nowMs())),
        );
        const isChanged = digestOf(after) !== digestOf(before);
        if (isChanged) await replacePreferences(tx, { firmId, personId }, before, after);
        const now = digestOf(after);
        return { isChanged, response: { digest: now, entries: now === digest ? null : after } };
      });
    },
  };
}

/** A clock that is ahead must not win over every later change. */
function notAfter(entry: PreferenceEntry, nowMs: number): PreferenceEntry {
  return entry.at <= nowMs ? entry : { ...entry, at: nowMs };
}

function digestOf(entries: readonly PreferenceEntry[]): string {
  const text = JSON.stringify(mergePreferences(entries).map(({ kind, id, value, at }) => [kind, id, value, at]));
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
