import type { Alone } from '#app/contract/alone.ts';
import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { Session } from '#app/contract/operations.ts';
import type { IdSource, Log } from '#app/contract/ports.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { SessionStore } from './session-store.ts';

interface AloneSessionDeps {
  sessionStore: Pick<SessionStore, 'session' | 'lastSession' | 'keepAlone'>;
  desk: Pick<Desk, 'alone' | 'belongsTo' | 'startAlone' | 'worksAlone'>;
  ids: IdSource;
  log: Log;
}

export type AloneSession = ReturnType<typeof createAloneSession>;

/**
 * Using Ferry without a server. The database says who does; the session is made from it, so that a lost session file or a
 * restored backup locks nobody out.
 */
export function createAloneSession({ sessionStore, desk, ids, log }: AloneSessionDeps) {
  function begin(alone: Alone): Session {
    if (sessionStore.lastSession() !== null || desk.belongsTo() !== null) {
      throw new FerryFailure('session.dataHere', 'signIn');
    }
    desk.startAlone(alone, ids.next(), ids.next());
    log.info('session.alone', { kind: alone.kind });
    return open(alone);
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
    start: ({ name, firm }: Omit<Alone, 'kind'>): Session => begin({ kind: 'alone', name, firm }),

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
