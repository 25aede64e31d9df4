import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Session, sessionSchema } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { createListeners } from '../system/emitter.ts';
import { createJsonFile } from '../system/json-file.ts';
import type { CredentialStore, Credentials } from './credentials.ts';

export interface Identity {
  session(): Session | null;
  /** Who is signed in, or was before signing out. */
  lastSession(): Session | null;
  credentials(): Credentials | null;
  /** When the token was last handed out, by this computer's clock. */
  rotatedAtMs(): number;
  /** Brings back who was signed in, without any network. */
  restore(): Promise<void>;
  /** Keeps a session and its credentials; `isRemembered` is filled in. */
  keep(session: Omit<Session, 'isRemembered'>, credentials: Credentials): Promise<Session>;
  /** A fresh token of the same session. */
  renew(token: Pick<Credentials, 'token' | 'expiresAtMs'>): Promise<void>;
  /** New facts of the same session, such as the firm's people. */
  amend(patch: Pick<Session, 'people'>): void;
  /** Whether a server is the one of who was signed in last: only that one knows its key. True where that was not noted. */
  isServerOfLast(healthKey: string): boolean;
  /** Signs out: nobody is signed in, and who was is remembered. */
  forget(): void;
  /** As if nobody had ever signed in here. */
  wipe(): void;
  onChange(listener: (session: Session | null) => void): () => void;
}

const READ_AGAIN_MS = 2_000;

const storedSchema = z.object({
  /** Null after signing out. */
  session: sessionSchema.nullable(),
  rotatedAtMs: z.number(),
  /** Who signed out: whose records are locked here. */
  last: sessionSchema.nullish(),
  /** SHA-256 of the key by which their server is known again; the key itself goes with the credentials. */
  serverMark: z.string().nullish(),
});

const markOf = (healthKey: string): string => createHash('sha256').update(healthKey).digest('hex');

/** Who is signed in on this computer. The session lies in a JSON file, its token only in the credential store. */
export function createIdentity(deps: { file: string; store: CredentialStore; clock: Clock; log: Log }): Identity {
  const { store, clock, log } = deps;
  const stored = createJsonFile({ ...deps, schema: storedSchema });
  const listeners = createListeners<Session | null>();
  let current: z.infer<typeof storedSchema> | null = null;
  let credentials: Credentials | null = null;
  const signedIn = () => current?.session ?? null;

  async function keep(session: Omit<Session, 'isRemembered'>, next: Credentials): Promise<Session> {
    // In force at once: the old token may be refused from now on, however long the disk takes.
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

  /** Whatever the disk does, nobody is signed in at the next start. */
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
        current = stored.read();
      } catch (thrown) {
        log.warn('session.unreadable', { reason: String(thrown) });
        clock.setTimer(READ_AGAIN_MS, () => void (current === null && this.restore()));
        return;
      }
      const kept = signedIn() === null ? null : await store.load();
      credentials = kept?.server === signedIn()?.server ? kept : null;
      listeners.emit(signedIn());
    },
    keep,
    async renew(token) {
      const session = signedIn();
      if (session !== null && credentials !== null) await keep(session, { ...credentials, ...token });
    },
    amend(patch) {
      if (current?.session) change({ ...current, session: { ...current.session, ...patch } });
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
  };
}
