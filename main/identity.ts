import * as z from 'zod';
import { type Session, sessionSchema } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { CredentialStore, Credentials } from './credentials.ts';
import { createJsonFile } from './json-file.ts';
import { createListeners } from './listeners.ts';

export interface Identity {
  session(): Session | null;
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
  forget(): void;
  onChange(listener: (session: Session | null) => void): () => void;
}

const storedSchema = z.object({ session: sessionSchema, rotatedAtMs: z.number() });

/** Who is signed in on this computer. The session lies in a JSON file, its token only in the credential store. */
export function createIdentity(deps: { file: string; store: CredentialStore; clock: Clock; log: Log }): Identity {
  const { store, clock } = deps;
  const stored = createJsonFile({ ...deps, schema: storedSchema });
  const listeners = createListeners<Session | null>();
  let current: z.infer<typeof storedSchema> | null = null;
  let credentials: Credentials | null = null;

  async function keep(session: Omit<Session, 'isRemembered'>, next: Credentials): Promise<Session> {
    // In force at once: the old token may be refused from now on, however long the disk takes.
    credentials = next;
    const isRemembered = await store.save(next);
    current = { session: { ...session, isRemembered }, rotatedAtMs: clock.nowMs() };
    stored.write(current);
    listeners.tell(current.session);
    return current.session;
  }

  return {
    session: () => current?.session ?? null,
    credentials: () => credentials,
    rotatedAtMs: () => current?.rotatedAtMs ?? 0,
    async restore() {
      current = stored.read();
      const kept = current === null ? null : await store.load();
      credentials = kept?.server === current?.session.server ? kept : null;
      listeners.tell(current?.session ?? null);
    },
    keep,
    async renew(token) {
      if (current !== null && credentials !== null) await keep(current.session, { ...credentials, ...token });
    },
    amend(patch) {
      if (current === null) return;
      current = { ...current, session: { ...current.session, ...patch } };
      stored.write(current);
      listeners.tell(current.session);
    },
    forget() {
      current = null;
      credentials = null;
      store.clear();
      stored.remove();
      listeners.tell(null);
    },
    onChange: listeners.add,
  };
}
