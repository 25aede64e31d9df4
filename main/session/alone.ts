import type { Alone } from '#app/contract/alone.ts';
import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { Session } from '#app/contract/operations.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import { createSampleRandom } from '#app/sample/random.ts';
import { sampleRecords } from '#app/sample/records.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { SessionStore } from './session-store.ts';

const SAMPLE: Alone = { kind: 'sample', name: 'Olivia Brandt', firm: 'Brandt & Partners' };
const SAMPLE_SEED = 20_251_122;

interface AloneSessionDeps {
  sessionStore: Pick<SessionStore, 'session' | 'lastSession' | 'keepAlone'>;
  desk: Pick<Desk, 'alone' | 'belongsTo' | 'startAlone' | 'worksAlone'> & {
    operations: Pick<Desk['operations'], 'queueChanges'>;
  };
  ids: IdSource;
  clock: Pick<Clock, 'nowMs'>;
  log: Log;
}

export type AloneSession = ReturnType<typeof createAloneSession>;

/**
 * Using Ferry without a server. The database says who does; the session is made from it, so that a lost session file or a
 * restored backup locks nobody out.
 */
export function createAloneSession({ sessionStore, desk, ids, clock, log }: AloneSessionDeps) {
  function claim(alone: Alone): void {
    if (sessionStore.lastSession() !== null || desk.belongsTo() !== null) {
      throw new FerryFailure('session.dataHere', 'signIn');
    }
    desk.startAlone(alone, ids.next(), ids.next());
    log.info('session.alone', { kind: alone.kind });
  }

  function open(alone: Alone): Session {
    const owner = desk.belongsTo();
    if (owner === null) throw new FerryFailure('auth.required', 'signIn');
    const session = sessionOf(alone, owner);
    sessionStore.keepAlone(session);
    desk.worksAlone();
    return session;
  }

  /** The data cannot be opened yet, or was made anew without what it said. */
  function goOnFromSession(): boolean {
    const session = sessionStore.session();
    if (session === null || session.kind === 'firm' || desk.belongsTo() !== null) return false;
    const { kind, person, firm } = session;
    try {
      desk.startAlone({ kind, name: person.name, firm: firm.name }, firm.id, person.id);
    } catch (thrown) {
      log.warn('session.aloneNotStored', { code: toFerryError(thrown).code });
    }
    desk.worksAlone();
    return true;
  }

  return {
    start({ name, firm }: Omit<Alone, 'kind'>): Session {
      const alone: Alone = { kind: 'alone', name, firm };
      claim(alone);
      return open(alone);
    },

    /** The window is told once everything is there. */
    async lookAround(): Promise<Session> {
      claim(SAMPLE);
      const personId = desk.belongsTo()?.personId ?? '';
      const records = sampleRecords(createSampleRandom(SAMPLE_SEED), [personId], clock.nowMs());
      await desk.operations.queueChanges(records.map((record) => ({ ...record, operation: 'insert' })));
      return open(SAMPLE);
    },

    /** Whether this computer's data is used without a server; then its session is open. */
    resume(): boolean {
      const alone = desk.alone();
      if (alone === null) return goOnFromSession();
      const isOpen = sessionStore.session()?.firm.id === desk.belongsTo()?.firmId;
      if (isOpen) desk.worksAlone();
      else open(alone);
      return true;
    },
  };
}

function sessionOf({ kind, name, firm }: Alone, owner: { firmId: string; personId: string }): Session {
  const person = { id: owner.personId, name, email: '', role: 'owner' } as const;
  return {
    kind,
    server: '',
    person,
    firm: { id: owner.firmId, name: firm },
    people: [{ ...person, active: true }],
    role: 'owner',
    isRemembered: true,
  };
}
