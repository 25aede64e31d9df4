import { FerryFailure } from '#app/contract/errors.ts';
import type { OperationHandlers } from '#app/contract/operations.ts';
import type { DataRequest } from './data-request.ts';
import type { SalvageReports } from './salvage-reports.ts';
import { fileThere, type SetAside } from './set-aside.ts';

export type SalvageOperations = Pick<
  OperationHandlers,
  'listSalvageReports' | 'markSalvageSeen' | 'listSetAside' | 'lookIntoSetAside' | 'repairData'
>;

interface SalvageDeps {
  reports: SalvageReports;
  setAside: SetAside;
  /** Stores the request for the next start and restarts the app. */
  restartFor: (request: Partial<DataRequest>) => void;
}

/** What a person sees of damaged data, and the actions offered. */
export function createSalvage({ reports, setAside, restartFor }: SalvageDeps): SalvageOperations {
  return {
    listSalvageReports: reports.list,
    markSalvageSeen: reports.markSeen,
    listSetAside: () => setAside.list().map((file) => ({ ...file, path: fileThere(file.path) })),
    lookIntoSetAside(name) {
      const file = setAside.list().find((each) => each.name === name);
      if (!file) throw new FerryFailure('request.notFound', 'none', { name });
      restartFor({ kind: 'lookInto', setAside: file.path });
    },
    repairData: () => restartFor({ kind: 'repair' }),
  };
}
