import type { Ack, Change, ServerRecord } from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { type Credentials, signInDevice, type TestDevice } from './device.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { recordPageReader } from './read-records.ts';

/** What a case works with. Devices `ana` and `ben` belong to the same person, signed in on two machines. */
export interface CaseContext {
  http: HttpClient;
  credentials: Credentials;
  ana: TestDevice;
  ben: TestDevice;
  /** A device of its own, for cases that break or end it. */
  newDevice(name?: string): Promise<TestDevice>;
  /** A device of the person who may only read; for cases that need `readOnly`. */
  readOnlyDevice(): Promise<TestDevice>;
  /** Has the firm's owner ask for a device's data to be removed; for cases that need `removal`. */
  askRemoval(deviceId: string): Promise<void>;
  /** A schema whose desks the server asks to update; for cases that need `refusedSchema`. */
  refusedSchema: number;
  /** A record as the server has it now, or undefined. */
  recordNow(table: string, recordId: string): Promise<ServerRecord | undefined>;
}

/**
 * What not every run has: a second account, a server that refuses old desks, a firm whose old deletions were removed, a way to
 * ask for a device's data to be removed.
 */
export type Need = 'readOnly' | 'refusedSchema' | 'horizon' | 'removal';

/** The server and the firm the cases run against. */
export interface Target extends Credentials {
  url: string;
  readOnly?: Credentials | undefined;
  refusedSchema?: number | undefined;
  askRemoval?: ((deviceId: string) => Promise<void>) | undefined;
}

export interface ConformanceCase {
  /** The rule in one sentence; it names a section of `docs/protocol.md` by its group. */
  title: string;
  needs?: Need;
  run(context: CaseContext): Promise<void>;
}

export interface CaseGroup {
  name: string;
  cases: readonly ConformanceCase[];
}

export interface CaseResult {
  group: string;
  title: string;
  /** Undefined where it passed. */
  failure?: string;
  /** What it would have needed, where it was not run. */
  skippedFor?: Need;
  ms: number;
}

export interface ConformanceReport {
  results: CaseResult[];
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs every case one after the other against the server at `url`. The firm's other records are left alone. */
export async function runConformance(
  target: Target,
  groups: readonly CaseGroup[],
  onResult: (result: CaseResult) => void = () => {},
): Promise<ConformanceReport> {
  const http = createHttpClient(target.url);
  const credentials = { email: target.email, password: target.password };
  const { readOnly, refusedSchema, askRemoval } = target;
  // Where desks of this build are refused, the cases are run by newer ones.
  const schema = refusedSchema === undefined ? undefined : Math.max(ferrySchema.version, refusedSchema + 1);
  const newDevice = (name = 'conformance') => signInDevice(http, credentials, { name, schema });
  const newPair = async () => ({ ana: await newDevice('conformance ana'), ben: await newDevice('conformance ben') });
  const context: CaseContext = {
    http,
    credentials,
    ...(await newPair()),
    newDevice,
    readOnlyDevice: () => signInDevice(http, readOnly ?? credentials, { name: 'conformance reader', schema }),
    askRemoval: askRemoval ?? (async () => undefined),
    refusedSchema: refusedSchema ?? 0,
    recordNow: recordPageReader(http, () => context.ana.session.token),
  };
  const { horizon = 0 } = await context.ana.round();
  const has: Record<Need, boolean> = {
    readOnly: readOnly !== undefined,
    refusedSchema: refusedSchema !== undefined,
    horizon: horizon > 0,
    removal: askRemoval !== undefined,
  };
  const results: CaseResult[] = [];
  for (const group of groups) {
    for (const { title, run, needs } of group.cases) {
      if (needs && !has[needs]) {
        results.push({ group: group.name, title, ms: 0, skippedFor: needs });
        onResult({ group: group.name, title, ms: 0, skippedFor: needs });
        continue;
      }
      const startedAt = performance.now();
      const failure = await run(context).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      // What a failed case left behind must not fail the next.
      if (failure !== undefined) Object.assign(context, await newPair());
      const ms = Math.round(performance.now() - startedAt);
      const result = { group: group.name, title, ms, ...(failure === undefined ? {} : { failure }) };
      results.push(result);
      onResult(result);
    }
  }
  const failed = results.filter((result) => result.failure !== undefined).length;
  const skipped = results.filter((result) => result.skippedFor !== undefined).length;
  return { results, passed: results.length - failed - skipped, failed, skipped };
}

/** Pushes and insists that all is applied. */
export async function applied(device: TestDevice, ...changes: Change[]): Promise<Ack[]> {
  const acks = await device.push(...changes);
  for (const ack of acks) {
    if (ack.outcome !== 'applied') throw new Error(`Expected applied, got ${ack.outcome} ${ack.code ?? ''}`);
  }
  return acks;
}

/** The version of an ack's record. */
export function versionOf(ack: Ack | undefined): number {
  if (!ack?.record) throw new Error('The ack carries no record.');
  return ack.record.version;
}
