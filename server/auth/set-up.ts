import { FerryFailure } from '#app/contract/errors.ts';
import type { SetUp } from '#app/contract/people.ts';
import type { SignInResponse } from '#app/contract/protocol.ts';
import { insertFirm } from '../storage/firms.ts';
import { hasPeople, insertPerson, type StoredPerson } from '../storage/people.ts';
import { deleteSetUpSecrets, hasSetUpSecret, insertSetUpSecret, lockSetUp } from '../storage/server-secrets.ts';
import { hashLinkSecret, newLinkSecret } from './invitation-secrets.ts';
import { requireEmail } from './invitations.ts';
import { newFirm } from './new-firm.ts';
import { openSession } from './open-session.ts';
import { type PeoplePorts, recordAct } from './owner-acts.ts';
import { checkPassword } from './password-rules.ts';
import type { PasswordHasher } from './passwords.ts';
import { countAttempt, hashOf, networkOf } from './throttle.ts';

/** Wrong secrets of an address within 15 minutes. */
const MOST_WRONG = 30;

/** The first owner of an empty server. */
export interface SetUpService {
  /** The secret of a set-up link, or null if the server has people. Each start makes one; all end with the first use. */
  begin(): Promise<string | null>;
  /**
   * Makes the firm and its first owner, signed in.
   * @throws `setup.done` if the server has people, `invitation.unknown` for a wrong secret, `account.*`
   */
  setUp(request: SetUp, address: string): Promise<SignInResponse>;
}

export function createSetUp(dependencies: PeoplePorts & { passwords: PasswordHasher }): SetUpService {
  const { storage, clock, ids, passwords } = dependencies;
  const identity = { kind: 'identity', mode: 'write' } as const;

  return {
    begin: () =>
      storage.transaction(identity, async (tx) => {
        if (await hasPeople(tx)) return null;
        const secret = newLinkSecret();
        await insertSetUpSecret(tx, hashLinkSecret(secret));
        return secret;
      }),

    async setUp(request, address) {
      const secretHash = hashLinkSecret(request.secret.trim());
      const isRight = await storage.transaction(identity, async (tx) => {
        if (await hasPeople(tx)) throw done();
        const subject = hashOf('setUp', 'address', networkOf(address));
        if (await hasSetUpSecret(tx, secretHash)) return true;
        await countAttempt(tx, { subject, limit: MOST_WRONG }, clock.nowMs());
        return false;
      });
      if (!isRight) throw new FerryFailure('invitation.unknown', 'fix');
      const email = requireEmail(request.email);
      checkPassword(request.password);
      const passwordHash = await passwords.hash(request.password);
      const nowMs = clock.nowMs();
      const firm = newFirm({ firmId: ids.next(), name: request.firmName, epoch: ids.next(), nowMs });
      const { name, deviceId, deviceName } = request;
      const { firmId } = firm;
      const person: StoredPerson = { firmId, id: ids.next(), email, name, role: 'owner', passwordHash, active: true };
      return storage.transaction({ kind: 'operator', mode: 'write' }, async (tx) => {
        await lockSetUp(tx);
        if (await hasPeople(tx)) throw done();
        await insertFirm(tx, firm, nowMs);
        await insertPerson(tx, person, nowMs);
        await deleteSetUpSecrets(tx);
        await recordAct(tx, dependencies, firmId, {
          by: person.id,
          act: 'firmCreated',
          personId: person.id,
          personName: name,
          detail: firm.name,
        });
        return openSession(tx, dependencies, { firm, person, device: { deviceId, deviceName } });
      });
    },
  };
}

function done(): FerryFailure {
  return new FerryFailure('setup.done', 'signIn');
}
