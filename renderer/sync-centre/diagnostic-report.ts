import type { SyncStatus } from '#app/contract/status.ts';
import type { AppInfo } from '../store/state.ts';

interface ReportInput {
  status: SyncStatus;
  appInfo: AppInfo;
  /** Table → number of records. */
  counts: Record<string, number>;
  nowMs: number;
}

/** A report for support without the firm's data: no names, addresses, records or folder names. */
export function diagnosticReport({ status, appInfo, counts, nowMs }: ReportInput): string {
  const { regions, display } = status;
  const report = {
    writtenAt: new Date(nowMs).toISOString(),
    ferry: { version: appInfo.version, platform: appInfo.platform, deviceId: appInfo.deviceId },
    shown: display.kind,
    reach: regions.reach,
    auth: regions.auth,
    run: regions.run.kind,
    store: regions.store,
    outbox: regions.counts,
    records: counts,
    lastFullPullAt: regions.lastFullPullAt === null ? null : new Date(regions.lastFullPullAt).toISOString(),
    // Messages and details may name a record; the code is enough.
    lastErrorCode: regions.lastError?.code ?? null,
  };
  return JSON.stringify(report, null, 2);
}
