import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { createAccounts } from '../../server/auth/accounts.ts';
import { createPasswordHasher } from '../../server/auth/passwords.ts';
import { openStorage } from '../../server/storage/open.ts';
import { systemClock, systemIds } from '../../server/system.ts';
import { type ServerOnPostgres, startServerOnPostgres } from '../integration/server/support/server-on-postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const projectFolder = path.join(import.meta.dirname, '../..');
const run = promisify(execFile);

export const PASSWORD = 'correct horse battery';

/** The server's processes on one database, each with a place of its own that outlives it. */
export interface Servers {
  /** Of a process that is up, in turn; of one that is down where all are. */
  nextUrl(): string;
  count: number;
  kill(index: number): Promise<void>;
  /** Stopped in the middle of whatever it does, until `thaw`. */
  freeze(index: number): void;
  thaw(index: number): void;
  /** Starts whatever is down. */
  startAll(): Promise<void>;
  /** In good order. */
  stopAll(): Promise<void>;
  /** Another server stands at the addresses from now on: another database, another firm with the same people. */
  replaceBy(postgresUrl: string): Promise<void>;
  /** The servers before stand there again. */
  endReplacement(): Promise<void>;
  /** An operator's command beside them, such as `backup`. */
  command(...args: string[]): Promise<void>;
  /** Failed requests that were no outage, as the log reports them. */
  failures(): string[];
}

export async function startServers(postgresUrl: string, count = 2): Promise<Servers> {
  const slots: { port: string; server: ServerOnPostgres | null }[] = [];
  const past: ServerOnPostgres[] = [];
  let turn = 0;
  let servedUrl = postgresUrl;

  for (let index = 0; index < count; index += 1) {
    const server = await startServerOnPostgres(postgresUrl);
    slots.push({ port: new URL(server.url).port, server });
  }
  const slotAt = (index: number) => {
    const slot = slots[index];
    if (!slot) throw new Error(`There is no server ${index}.`);
    return slot;
  };

  async function killAll(): Promise<void> {
    for (let index = 0; index < count; index += 1) await kill(index);
  }
  async function kill(index: number): Promise<void> {
    const slot = slotAt(index);
    const { server } = slot;
    slot.server = null;
    if (!server) return;
    past.push(server);
    await server.kill();
  }
  async function startAll(): Promise<void> {
    for (const slot of slots) slot.server ??= await startServerOnPostgres(servedUrl, slot.port);
  }
  async function serve(url: string): Promise<void> {
    await killAll();
    servedUrl = url;
    await startAll();
  }

  return {
    count,
    nextUrl() {
      turn += 1;
      const up = slots.filter(({ server }) => server !== null);
      const slot = up[turn % up.length] ?? slotAt(0);
      return `http://127.0.0.1:${slot.port}`;
    },
    kill,
    freeze: (index) => void slotAt(index).server?.child.kill('SIGSTOP'),
    thaw: (index) => void slotAt(index).server?.child.kill('SIGCONT'),
    startAll,
    replaceBy: serve,
    endReplacement: () => serve(postgresUrl),
    async stopAll() {
      for (const slot of slots) {
        const { server } = slot;
        slot.server = null;
        if (!server) continue;
        past.push(server);
        server.child.kill('SIGCONT');
        await server.stop();
      }
    },
    async command(...args) {
      const env = { ...process.env, FERRY_POSTGRES: postgresUrl };
      await run(process.execPath, ['server/index.ts', ...args], { cwd: projectFolder, env });
    },
    failures: () =>
      [...past, ...slots.flatMap(({ server }) => server ?? [])]
        .flatMap(({ complaints }) => complaints)
        .filter((line) => line.includes('"request.failed"') && line.includes('"code":"server.failed"')),
  };
}

/** A firm with one person a desk. Returns their addresses. */
export async function createFirm(postgresUrl: string, names: readonly string[]): Promise<string[]> {
  const storage = await openStorage({ db: '', postgres: postgresUrl }, quietLog);
  const passwords = createPasswordHasher({ cost: { logN: 4, r: 8, p: 1 } });
  const accounts = createAccounts({ storage, clock: systemClock, ids: systemIds, passwords });
  const emailOf = (name: string) => `${name}@chaos.test`;
  const owner = { name: 'Olga Owner', email: emailOf('owner'), password: PASSWORD };
  const { firmId } = await accounts.createFirm({ name: 'Chaos', owner });
  for (const name of names) {
    await accounts.addPerson(firmId, { name, email: emailOf(name), password: PASSWORD, role: 'staff' });
  }
  await storage.dispose();
  return names.map(emailOf);
}
