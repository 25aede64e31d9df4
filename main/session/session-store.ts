import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { FileProblem } from '#app/contract/file-problems.ts';
import { type Session, sessionSchema } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { createListeners } from '../system/emitter.ts';
import { createJsonFile } from '../system/json-file.ts';
import type { CredentialStore, Credentials } from './credentials.ts';

export interface SessionStore {
  session(): Session | null;
  /** The current session, or the one before signing out. */
  lastSession(): Session | null;
  credentials(): Credentials | null;
  /** When the token was last issued, by this computer's clock. */
  rotatedAtMs(): number;
  /** Loads the stored session, without any network. */
  restore(): Promise<void>;
  /** Stores a session and its credentials; fills in `isRemembered`. */
  keep(session: Omit<Session, 'isRemembered'>, credentials: Credentials): Promise<Session>;
  /** Stores the session of a desk without a server, which has no credentials. */
  keepAlone(session: Session): void;
  /** Stores a fresh token of the same session. */
  renew(token: Pick<Credentials, 'token' | 'expiresAtMs'>): Promise<void>;
  /** Updates the firm's people, and with them who is signed in. */
  amend(patch: Pick<Session, 'people'>): void;
  /** Whether a server is the last session's: only that server knows its key. True if none was recorded. */
  isServerOfLast(healthKey: string): boolean;
  /** Signs out, and remembers whose session it was. */
  forget(): void;
  /** Resets to "nobody has ever signed in here". */
  wipe(): void;
  onChange(listener: (session: Session | null) => void): () => void;
  /** Why nobody is signed in although somebody was; null if the file could be read. */
  problem(): FileProblem | null;
  /** A person has read it; it stays as long as the file cannot be read. */
  dismissProblem(): void;
}

const READ_AGAIN_MS = 2_000;

const storedSchema = z.object({
  /** Null after signing out. */
  session: sessionSchema.nullable(),
  rotatedAtMs: z.number(),
  /** Who signed out: the owner of the locked records. */
  last: sessionSchema.nullish(),
  /** SHA-256 of the key that identifies their server; the key itself is stored with the credentials. */
  serverMark: z.string().nullish(),
});

const markOf = (healthKey: string): string => createHash('sha256').update(healthKey).digest('hex');

/** The session on this computer: a JSON file; its token is only in the credential store. */
export function createSessionStore(deps: {
  file: string;
  store: CredentialStore;
  clock: Clock;
  log: Log;
}): SessionStore {
  const { store, clock, log } = deps;
  let problem: FileProblem | null = null;
  const note = (kind: FileProblem['kind'], path: string) => {
    problem = { file: 'session', kind, settings: [], path };
  };
  const stored = createJsonFile({ ...deps, schema: storedSchema, onInvalid: (path) => note('invalid', path) });
  const listeners = createListeners<Session | null>();
  let current: z.infer<typeof storedSchema> | null = null;
  let credentials: Credentials | null = null;
  const signedIn = () => current?.session ?? null;

  async function keep(session: Omit<Session, 'isRemembered'>, next: Credentials): Promise<Session> {
    // In force before the write: the old token may be refused from now on.
    credentials = next;
    const isRemembered = await store.save(next);
    const kept = { ...session, isRemembered };
    change({ session: kept, rotatedAtMs: clock.nowMs(), serverMark: markOf(next.healthKey) });
    return kept;
  }

  function change(next: z.infer<typeof storedSchema>): void {
    current = next;
    stored.write(next);
    listeners.emit(next.session);
  }

  /** At the next start nobody is signed in, even if writes fail. */
  function forgetOnDisk(signedOut: z.infer<typeof storedSchema>): void {
    try {
      stored.write(signedOut);
    } catch (thrown) {
      log.warn('session.lastNotKept', { reason: String(thrown) });
      stored.remove();
    }
  }

  return {
    session: signedIn,
    lastSession: () => current?.session ?? current?.last ?? null,
    credentials: () => credentials,
    rotatedAtMs: () => current?.rotatedAtMs ?? 0,
    async restore() {
      try {
        problem = null;
        current = stored.read();
      } catch (thrown) {
        log.warn('session.unreadable', { reason: String(thrown) });
        note('unreadable', deps.file);
        clock.setTimer(READ_AGAIN_MS, () => void (current === null && this.restore()));
        return;
      }
      const kept = signedIn() === null ? null : await store.load();
      credentials = kept?.server === signedIn()?.server ? kept : null;
      listeners.emit(signedIn());
    },
    keep,
    keepAlone(session) {
      credentials = null;
      store.clear();
      change({ session, rotatedAtMs: 0 });
    },
    async renew(token) {
      const session = signedIn();
      if (session !== null && credentials !== null) await keep(session, { ...credentials, ...token });
    },
    amend(patch) {
      if (!current?.session) return;
      const { session } = current;
      const me = patch.people.find(({ id }) => id === session.person.id);
      const own = me && { person: { id: me.id, name: me.name, email: me.email, role: me.role }, role: me.role };
      change({ ...current, session: { ...session, ...patch, ...own } });
    },
    isServerOfLast: (healthKey) => current?.serverMark == null || current.serverMark === markOf(healthKey),
    forget() {
      const last = current?.session ?? current?.last ?? null;
      current = { session: null, rotatedAtMs: 0, last, serverMark: current?.serverMark ?? null };
      credentials = null;
      store.clear();
      forgetOnDisk(current);
      listeners.emit(null);
    },
    wipe() {
      current = null;
      credentials = null;
      store.clear();
      stored.remove();
      listeners.emit(null);
    },
    onChange: listeners.add,
    // Signing in again replaces a session that cannot be read.
    problem: () => (current === null ? problem : null),
    dismissProblem() {
      if (problem?.kind !== 'unreadable') problem = null;
    },
  };
}
