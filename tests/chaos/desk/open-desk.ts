import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock, Log } from '#app/contract/ports.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createFileCheck } from '#app/store/file-check.ts';
import { createDesk } from '#app/sync/desk.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import { createHttpTransport } from '#app/transport/http.ts';
import { type DataRequest, dataRequestSchema } from '../../../main/data/data-request.ts';
import { openData } from '../../../main/data/open-data.ts';
import { systemIds, yieldToLoop } from '../../../server/system.ts';
import { checkWorker } from '../../support/check-worker.ts';
import { checkpointWorker } from '../../support/checkpoint-worker.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import type { DeskSetup } from './messages.ts';

interface Session {
  token: string;
  firmId: string;
  healthKey: string;
}

export interface OpenDesk {
  desk: Desk;
  /** As a person does when the status asks for it. Resolves with the code of what went wrong, or null. */
  signIn(): Promise<string | null>;
}

/** The product's desk on a real file, with a session that outlives its process. */
export async function openDesk(setup: DeskSetup, clock: Clock, log: Log): Promise<OpenDesk> {
  const databaseFile = path.join(setup.folder, 'ferry.db');
  const ask = (request: Partial<DataRequest>): void =>
    writeFileSync(path.join(setup.folder, 'restore.json'), JSON.stringify(dataRequestSchema.parse(request)));
  if (setup.restoreFrom !== null) ask({ kind: 'restore', backup: setup.restoreFrom });
  if (setup.isSuspect && existsSync(databaseFile)) {
    const { kind } = await createFileCheck(checkWorker, undefined)(databaseFile);
    if (kind === 'damaged') ask({ kind: 'repair' });
  }
  const session = createSessionFile(path.join(setup.folder, 'session.json'));
  const transport = createHttpTransport({
    serverUrl: () => setup.serverUrl,
    token: () => session.read()?.token ?? null,
    proof: () => session.read(),
    fetch,
    clock,
    log,
  });
  const open = async (): Promise<Desk> =>
    createDesk({
      databaseFile,
      migrationsFolder: clientMigrations,
      checkpointWorker,
      schema: ferrySchema,
      transport,
      clock,
      random: Math.random,
      ids: systemIds,
      log,
      yieldToLoop,
      onRotation: ({ token }) => session.renew(token),
    });
  const { desk } = await openData({
    dataFolder: setup.folder,
    migrationsFolder: clientMigrations,
    checkWorker,
    nativeBinding: undefined,
    // The desk's own file says whose it is.
    session: () => null,
    hasServer: session.read() !== null,
    isRemovalDue: () => false,
    noteRemoved: async () => undefined,
    restart: () => undefined,
    open,
    clock,
    log,
  });
  if (session.read() !== null) desk.signedIn();

  return {
    desk,
    async signIn() {
      const ask = () =>
        transport.signIn({
          email: setup.email,
          password: setup.password,
          deviceId: desk.deviceId(),
          deviceName: setup.name,
        });
      let answer = await ask();
      if (!answer.ok && answer.error.code === 'device.cloned') {
        desk.becomeNewDevice();
        answer = await ask();
      }
      if (!answer.ok) return answer.error.code;
      const { token, healthKey, firm, person } = answer.value;
      // Another server stands at the address for a while; whoever is asked waits for the one before.
      const known = desk.belongsTo()?.firmId ?? session.read()?.firmId;
      if (known !== undefined && known !== firm.id) return 'session.otherFirm';
      session.write({ token, healthKey, firmId: firm.id });
      desk.claim(setup.serverUrl, firm.id, person.id);
      desk.signedIn();
      return null;
    },
  };
}

function createSessionFile(file: string) {
  let session = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Session) : null;
  function write(next: Session): void {
    session = next;
    try {
      writeFileSync(`${file}.new`, JSON.stringify(next));
      renameSync(`${file}.new`, file);
    } catch (thrown) {
      // On a full disk it lasts as long as the process; then somebody signs in again.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')) throw thrown;
    }
  }
  return {
    read: () => session,
    write,
    renew(token: string) {
      if (session) write({ ...session, token });
    },
  };
}
