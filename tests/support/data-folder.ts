import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { failed } from '#app/contract/errors.ts';
import type { Session } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createDesk } from '#app/sync/desk.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { Transport } from '#app/transport/transport.ts';
import { createBackups } from '../../main/data/backups.ts';
import { type DataRequest, dataRequestSchema } from '../../main/data/data-request.ts';
import { type OpenedData, openData } from '../../main/data/open-data.ts';
import type { Removed } from '../../main/data/remove-data.ts';
import { checkWorker } from './check-worker.ts';
import { checkpointWorker } from './checkpoint-worker.ts';
import { clientMigrations } from './client-migrations.ts';
import { createIds } from './ids.ts';
import { quietLog } from './quiet-log.ts';
import { aClient } from './records.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { createVirtualClock } from './virtual-clock.ts';

const unheard = async () => failed({ code: 'network.failed', action: 'wait' } as const);
const transport = new Proxy({} as Transport, {
  get: (_none, name) => (name === 'subscribe' ? () => () => undefined : unheard),
});

export const ana: Session = {
  kind: 'firm',
  server: 'https://ferry.test',
  person: { id: 'p-1', name: 'Ana', email: 'ana@ferry.test', role: 'owner' },
  firm: { id: 'f-1', name: 'Nordwind' },
  people: [],
  role: 'owner',
  isRemembered: true,
};

export type DataFolder = ReturnType<typeof aDataFolder>;

/** A desk's folder, and the desk started on it as often as the test likes; without a server. */
export function aDataFolder(desk = 'ana') {
  const folder = temporaryFolder();
  const database = path.join(folder, 'ferry.db');
  const clock = createVirtualClock();
  const ids = createIds(desk);
  let session: Session | null = null;
  let opened: OpenedData | null = null;
  let removed: Removed | null = null;
  /** Ferry asks to be started again. */
  const restart = vi.fn();
  onTestFinished(async () => void (await opened?.desk.dispose()));

  async function open(): Promise<Desk> {
    return createDesk({
      databaseFile: database,
      migrationsFolder: clientMigrations,
      checkpointWorker,
      schema: ferrySchema,
      transport,
      clock,
      random: () => 0.5,
      ids,
      log: quietLog,
      onRotation: () => undefined,
      yieldToLoop: async () => undefined,
    });
  }

  async function stop(): Promise<void> {
    await opened?.desk.dispose();
    opened = null;
  }

  function ask(request: Partial<DataRequest>): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'restore.json'), JSON.stringify(dataRequestSchema.parse(request)));
  }

  return {
    folder,
    database,
    clock,
    ask,
    stop,
    restart,
    /** Ana is signed in from the next start on. */
    signIn(as: Session = ana): void {
      session = as;
    },
    async start(): Promise<OpenedData & { removed: Removed | null }> {
      await stop();
      removed = null;
      opened = await openData({
        dataFolder: folder,
        migrationsFolder: clientMigrations,
        checkWorker,
        nativeBinding: undefined,
        session: () => session,
        hasServer: false,
        isRemovalDue: () => false,
        open,
        noteRemoved: async (noted) => {
          removed = noted;
        },
        restart,
        clock,
        log: quietLog,
      });
      return { ...opened, removed };
    },
    /** Backups of the desk that runs. */
    backups() {
      if (!opened) throw new Error('Nothing runs.');
      const { desk, check, backupFiles: files } = opened;
      const damage: string[] = [];
      const backups = createBackups({
        files,
        desk,
        check,
        isAutomatic: () => false,
        onDamage: (reason) => damage.push(reason),
        restartFor: ask,
        clock,
        log: quietLog,
      });
      onTestFinished(backups.dispose);
      return { ...backups, damage };
    },
  };
}

/** Saves new clients; their change ids, in order. */
export async function saveClients({ operations }: Desk, ids: readonly string[]): Promise<string[]> {
  const changes = ids.map((recordId) => ({
    table: 'clients',
    operation: 'insert' as const,
    recordId,
    data: aClient({ name: recordId }),
  }));
  const saved = await operations.queueChanges(changes);
  return saved.map(({ changeId }: QueuedChange) => changeId);
}

/** What waits to be uploaded, in order. */
export async function waiting({ operations }: Desk): Promise<string[]> {
  const changes = await operations.getPendingChanges({ limit: 500 });
  return changes.map(({ changeId }: QueuedChange) => changeId);
}
