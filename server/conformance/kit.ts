import type { Ack, Change, ServerRecord } from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { type Credentials, signInDevice, type TestDevice } from './device.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { recordPageReader } from './read-records.ts';

/** The fixtures of a case. Devices `ana` and `ben` belong to the same person, signed in on two machines. */
export interface CaseContext {
  http: HttpClient;
  credentials: Credentials;
  ana: TestDevice;
  ben: TestDevice;
  /** A separate device, for cases that break or end it. */
  newDevice(name?: string): Promise<TestDevice>;
  /** A device of a read-only person; for cases that need `readOnly`. */
  readOnlyDevice(): Promise<TestDevice>;
  /** The firm's owner requests the removal of a device's data; for cases that need `removal`. */
  askRemoval(deviceId: string): Promise<void>;
  /** A schema version that the server refuses with an update request; for cases that need `refusedSchema`. */
  refusedSchema: number;
  /** The server's current state of a record, or undefined. */
  recordNow(table: string, recordId: string): Promise<ServerRecord | undefined>;
}

/**
 * What not every run provides: an owner's account, a second one, a server that refuses outdated desks, a firm with pruned deletions, a
 * way to request a removal.
 */
export type Need = 'readOnly' | 'refusedSchema' | 'horizon' | 'removal' | 'owner';

/** The server and firm under test. */
export interface Target extends Credentials {
  url: string;
  readOnly?: Credentials | undefined;
  refusedSchema?: number | undefined;
  askRemoval?: ((deviceId: string) => Promise<void>) | undefined;
}

export interface ConformanceCase {
  /** The rule in one sentence; its group names a section of `docs/protocol.md`. */
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
  /** Undefined if it passed. */
  failure?: string;
  /** The missing need, if it was skipped. */
  skippedFor?: Need;
  ms: number;
}

export interface ConformanceReport {
  results: CaseResult[];
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs all cases in sequence against the server at `url`. The firm's other records are not touched. */
export async function runConformance(
  target: Target,
  groups: readonly CaseGroup[],
  onResult: (result: CaseResult) => void = () => {},
): Promise<ConformanceReport> {
  const http = createHttpClient(target.url);
  const credentials = { email: target.email, password: target.password };
  const { readOnly, refusedSchema, askRemoval } = target;
  // If the server refuses this build's schema, cases run with a newer one.
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
    owner: context.ana.session.person.role === 'owner',
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
      // State left by a failed case must not fail the next.
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

/** Pushes changes and asserts that all are applied. */
export async function applied(device: TestDevice, ...changes: Change[]): Promise<Ack[]> {
  const acks = await device.push(...changes);
  for (const ack of acks) {
    if (ack.outcome !== 'applied') throw new Error(`Expected applied, got ${ack.outcome} ${ack.code ?? ''}`);
  }
  return acks;
}

/** The version of the record in an ack. */
export function versionOf(ack: Ack | undefined): number {
  if (!ack?.record) throw new Error('The ack carries no record.');
  return ack.record.version;
}
