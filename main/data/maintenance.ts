import type { Clock, Log } from '#app/contract/ports.ts';
import { type Backups, createBackups } from './backups.ts';
import { createDamageWatch } from './damage-watch.ts';
import { type DataRequest, dataRequestSchema } from './data-request.ts';
import type { OpenedData } from './open-data.ts';
import { createSalvage, type SalvageOperations } from './salvage.ts';

export interface DataMaintenanceDeps {
  opened: OpenedData;
  /** Path of `ferry.db`. */
  database: string;
  isAutomatic: () => boolean;
  /** Time since the last input on this computer. */
  idleMs: () => number;
  /** Quits in order and restarts. */
  restart: () => void;
  clock: Clock;
  log: Log;
}

export interface DataMaintenance {
  backups: Backups;
  salvage: SalvageOperations;
  /** Reports damage found elsewhere. */
  noteDamage: (reason: string) => void;
  /** Removes the data at the next start; `keepsUnsent`: except work that never reached the server. */
  requestRemoval: (keepsUnsent: boolean) => void;
}

/** While the desk runs: makes backups, looks for damage, and takes requests for the next start. */
export function createDataMaintenance({ opened, restart, ...deps }: DataMaintenanceDeps): DataMaintenance {
  const { desk, check, request, backupFiles: files, setAside, reports } = opened;

  function restartFor(asked: Partial<DataRequest>): void {
    request.write(dataRequestSchema.parse(asked));
    restart();
  }

  /** The next start repairs it, however this run ends. */
  function requestRepair(): void {
    if (request.read()?.kind !== 'repair') request.write(dataRequestSchema.parse({ kind: 'repair' }));
  }

  function onDamage(reason: string): void {
    deps.log.error('data.damaged', { reason });
    requestRepair();
    desk.noteDamage(reason);
  }

  const stopListening = desk.onStatus(({ regions }) => {
    if (regions.store === 'corrupt') requestRepair();
  });
  const backups = createBackups({ ...deps, files, desk, check, onDamage, restartFor });
  const isKnownDamaged = () => desk.storeError() !== null;
  const watch = createDamageWatch({ ...deps, check, isKnownDamaged, onDamage });
  return {
    backups: {
      ...backups,
      dispose() {
        stopListening();
        backups.dispose();
        watch.dispose();
      },
    },
    noteDamage: onDamage,
    requestRemoval: (keepsUnsent) => request.write(dataRequestSchema.parse({ kind: 'remove', keepsUnsent })),
    salvage: createSalvage({ reports, setAside, restartFor }),
  };
}
