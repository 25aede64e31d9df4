import type { Clock } from '#app/contract/ports.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Connection } from '#app/store/database.ts';
import { readMigrations } from '#app/store/open.ts';
import {
  bringWorkOver as bringOver,
  type Rebuilt,
  type RecordName,
  type WorkSources,
} from '#app/store/salvage/bring-work-over.ts';
import { keepUnsentAlone } from '#app/store/salvage/keep-unsent.ts';
import { type RebuildOptions, rebuildDatabase } from '#app/store/salvage/rebuild.ts';
import { createStore } from '#app/store/store.ts';

interface Folding {
  schema: Schema;
  clock: Clock;
}

/** Builds a new database for this desk: a backup's records with the outbox folded over them; see `rebuildDatabase`. */
export function rebuildDesk(
  options: Omit<RebuildOptions, 'migrations' | 'refold'> & Folding & { migrationsFolder: string },
): Promise<Rebuilt> {
  const migrations = readMigrations(options.migrationsFolder);
  return rebuildDatabase({ ...options, migrations, refold: refoldWith(options) });
}

/** Builds a new database with unsent work only; otherwise like `rebuildDesk`. */
export async function rebuildUnsent(options: Parameters<typeof rebuildDesk>[0]): Promise<Rebuilt> {
  const rebuilt = await rebuildDesk(options);
  const { target: file, nativeBinding, log } = options;
  keepUnsentAlone({ file, nativeBinding, migrations: readMigrations(options.migrationsFolder), log });
  return rebuilt;
}

/** The same for an open database; see `bringWorkOver`. */
export function bringWorkOver(connection: Connection, sources: Omit<WorkSources, 'refold'> & Folding): Rebuilt {
  return bringOver(connection, { ...sources, refold: refoldWith(sources) });
}

function refoldWith({ schema, clock, log }: Folding & Pick<WorkSources, 'log'>): WorkSources['refold'] {
  return (connection: Connection, records: readonly RecordName[]) => {
    const store = createStore({ connection, schema, monotonicMs: () => clock.monotonicMs(), log });
    for (const { table, recordId } of records) if (schema.entity(table)) store.cache.refold(table, recordId);
    store.searchIndex.write();
  };
}
