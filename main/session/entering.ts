import { type Result, valueOrThrow } from '#app/contract/errors.ts';
import type { Session } from '#app/contract/operations.ts';
import type { SignInResponse } from '#app/contract/protocol.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { Transport } from '#app/transport/transport.ts';
import type { Lock } from './lock.ts';
import type { SessionStore } from './session-store.ts';

const SIGN_OUT_DEADLINE_MS = 3_000;

/** The device that signs in. */
export interface SigningDevice {
  deviceId: string;
  deviceName: string;
}

interface EnteringDeps {
  sessionStore: Pick<SessionStore, 'keep'>;
  desk: Pick<Desk, 'deviceId' | 'becomeNewDevice' | 'status' | 'signedIn' | 'claim'>;
  transportTo: (server: string, token?: string) => Pick<Transport, 'signOut'>;
  deviceName: string;
  rememberServer: (server: string) => void;
  lock: Pick<Lock, 'open'>;
}

/** The steps by which a password, an invitation or a set-up becomes a session. */
export interface Entering {
  /** Asks with this device's id, and with another one if the server wants it. */
  askAsDevice(ask: (device: SigningDevice) => Promise<Result<SignInResponse>>): Promise<SignInResponse>;
  /** Stores the session, and opens the data. */
  enter(server: string, answer: SignInResponse): Promise<Session>;
  /** Ends a session that this computer does not take. */
  decline(server: string, answer: SignInResponse): Promise<void>;
}

export function createEntering(deps: EnteringDeps): Entering {
  const { sessionStore, desk, transportTo } = deps;
  return {
    async askAsDevice(ask) {
      // The copy that took over continues with the shared device id.
      if (desk.status().regions.auth === 'superseded') desk.becomeNewDevice();
      const device = () => ({ deviceId: desk.deviceId(), deviceName: deps.deviceName });
      const result = await ask(device());
      if (result.ok || result.error.code !== 'device.cloned') return valueOrThrow(result);
      // To the server, a colleague who used this computer before is still signed in.
      desk.becomeNewDevice();
      return valueOrThrow(await ask(device()));
    },
    async enter(server, answer) {
      desk.claim(server, answer.firm.id, answer.person.id);
      const session = await sessionStore.keep(toSession(server, answer), {
        server,
        token: answer.token,
        healthKey: answer.healthKey,
        expiresAtMs: answer.expiresAt,
      });
      deps.rememberServer(server);
      deps.lock.open();
      desk.signedIn();
      return session;
    },
    async decline(server, { token }) {
      await transportTo(server, token).signOut({ signal: AbortSignal.timeout(SIGN_OUT_DEADLINE_MS) });
    },
  };
}

function toSession(server: string, { person, firm, people }: SignInResponse): Omit<Session, 'isRemembered'> {
  const { id, name, email, role } = person;
  return { kind: 'firm', server, person: { id, name, email, role }, firm, people, role };
}
