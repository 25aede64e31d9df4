import * as z from 'zod';
import { type SalvageReport, salvageReportSchema } from '#app/contract/salvage.ts';
import type { JsonFile } from '../system/json-file.ts';

export const salvageReportsSchema = z.object({
  reports: z.array(salvageReportSchema),
  /** All changes ever restored into a new database. */
  taken: z.array(z.string()),
});

/** Reports about damaged or missing data, newest first, until a person dismisses them. */
const MOST_KEPT = 20;

export interface SalvageReports {
  list(): SalvageReport[];
  /** Changes restored earlier, so that no set-aside file restores them again once they are settled. */
  taken(): ReadonlySet<string>;
  /** Idempotent. */
  add(report: SalvageReport | null, changeIds: readonly string[]): void;
  markSeen(): void;
}

export function createSalvageReports(file: JsonFile<z.output<typeof salvageReportsSchema>>): SalvageReports {
  const read = () => file.read() ?? { reports: [], taken: [] };
  return {
    list: () => read().reports,
    taken: () => new Set(read().taken),
    add(report, changeIds) {
      if (report === null && changeIds.length === 0) return;
      const { reports, taken } = read();
      const others = reports.filter(({ id }) => id !== report?.id);
      file.write({
        reports: [...(report === null ? [] : [report]), ...others].slice(0, MOST_KEPT),
        taken: [...new Set([...taken, ...changeIds])],
      });
    },
    markSeen() {
      const { reports, taken } = read();
      if (reports.every(({ isSeen }) => isSeen)) return;
      file.write({ reports: reports.map((report) => ({ ...report, isSeen: true })), taken });
    },
  };
}
