import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PostgresCluster, startPostgres } from '../integration/server/support/postgres-cluster.ts';
import { createRandom } from '../simulation/random.ts';
import { type ChaosDesk, createChaosDesk } from './desks.ts';
import { COUNTERS, fillFirm } from './fill-firm.ts';
import { readLedger } from './ledger.ts';
import { injectFaultsUntil } from './mishaps.ts';
import { findWrongSums } from './oracle/counters.ts';
import { findDifferences } from './oracle/equality.ts';
import { findLosses } from './oracle/losses.ts';
import { type DeskRows, readDesk, readServer, type ServerRows } from './oracle/read.ts';
import { findUnexplainedWaiting } from './oracle/waiting.ts';
import { createFirm, type Servers, startServers } from './servers.ts';

const NAMES = ['ana', 'ben', 'cem', 'dora'];
/** A fault phase also lasts until this many acts are saved, which takes longer on a busy machine. */
const PHASE_MS = 10_000;
const SAVED_A_PHASE = 60;
const LONGEST_PHASE_MS = 60_000;
/** Fault phases of one firm; then a new firm begins, so that the history which the oracle reads stays small. */
const PHASES_A_FIRM = 3;
const REST_WITHIN_MS = 180_000;

export interface ChaosResult {
  firms: number;
  phases: number;
  /** Acts that a desk reported as saved. */
  saved: number;
  /** Mishap → how often. */
  mishaps: ReadonlyMap<string, number>;
  /** Empty where all is well. */
  violations: string[];
  /** Where everything lies after a violation; null where it was removed. */
  folder: string | null;
}

export interface ChaosOptions {
  seconds: number;
  seed: string;
  print(line: string): void;
}

/** Firms one after the other until the time is over or a rule is broken; each from a seed of its own. */
export async function runChaos({ seconds, seed, print }: ChaosOptions): Promise<ChaosResult> {
  const endsAtMs = Date.now() + seconds * 1000;
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-chaos-'));
  const total = { firms: 0, phases: 0, saved: 0, mishaps: new Map<string, number>() };
  const cluster = await startPostgres({ isDurable: true });
  let violations: string[] = [];
  try {
    do {
      const firmSeed = total.firms === 0 ? seed : `${seed}.${total.firms}`;
      const firm = await runFirm(cluster, path.join(folder, String(total.firms)), firmSeed, endsAtMs, print);
      violations = firm.violations;
      total.firms += 1;
      total.phases += firm.phases;
      total.saved += firm.saved;
      for (const [kind, count] of firm.mishaps) total.mishaps.set(kind, (total.mishaps.get(kind) ?? 0) + count);
      const verdict = violations.length === 0 ? 'nothing lost' : `${violations.length} violations`;
      print(`firm ${firmSeed}: ${firm.phases} fault phases, ${firm.saved} acts saved, ${verdict}`);
      if (violations.length === 0) rmSync(path.join(folder, String(total.firms - 1)), { recursive: true, force: true });
    } while (violations.length === 0 && Date.now() < endsAtMs);
  } finally {
    await cluster.stop();
    if (violations.length === 0) rmSync(folder, { recursive: true, force: true });
  }
  return { ...total, violations, folder: violations.length === 0 ? null : folder };
}

interface FirmResult {
  phases: number;
  saved: number;
  mishaps: Map<string, number>;
  violations: string[];
}

async function runFirm(
  cluster: PostgresCluster,
  folder: string,
  seed: string,
  endsAtMs: number,
  print: (line: string) => void,
): Promise<FirmResult> {
  const random = createRandom(`chaos ${seed}`);
  const isServerPutBack = random.chance(0.5);
  const postgresUrl = await cluster.createDatabase();
  const emails = await createFirm(postgresUrl, NAMES);
  const otherFirmUrl = await cluster.createDatabase();
  await createFirm(otherFirmUrl, NAMES);
  const servers = await startServers(postgresUrl);
  const desks: ChaosDesk[] = [];
  const mishaps = new Map<string, number>();
  const startedAtMs = Date.now();
  const note = (what: string) => {
    print(`  ${((Date.now() - startedAtMs) / 1000).toFixed(1)} ${what}`);
    const kind = what
      .replace(/^(ana|ben|cem|dora)(copy)?[’:]?s? ?/, 'desk ')
      .replace(/\d+|\{"kind":|,".*/g, '')
      .trim();
    mishaps.set(kind, (mishaps.get(kind) ?? 0) + 1);
  };
  const result: FirmResult = { phases: 0, saved: 0, mishaps, violations: [] };
  try {
    await fillFirm(servers.nextUrl(), emails[0] ?? '');
    for (const [index, name] of NAMES.entries()) {
      const desk = await createChaosDesk(name, path.join(folder, name), emails[index] ?? '', servers.nextUrl);
      desks.push(desk);
      await desk.start();
      await comeIntoItsFirm(desk);
    }
    const copyDesk = async ({ name, email, folder: data }: ChaosDesk): Promise<ChaosDesk> => {
      const copy = `${name}copy`;
      const desk = await createChaosDesk(copy, path.join(folder, copy), email, servers.nextUrl, data);
      desks.push(desk);
      return desk;
    };
    const stage = { desks, servers, cluster, random, folder, isServerPutBack, note, copyDesk, otherFirmUrl };
    while (result.phases === 0 || (result.phases < PHASES_A_FIRM && Date.now() < endsAtMs)) {
      for (const desk of desks) desk.send({ kind: 'inject', seed: `${seed} ${desk.name} ${result.phases}` });
      const savedBefore = countSaved(desks);
      const beganAtMs = Date.now();
      await injectFaultsUntil(stage, () => {
        const lastsMs = Date.now() - beganAtMs;
        if (lastsMs < PHASE_MS) return false;
        return lastsMs >= LONGEST_PHASE_MS || countSaved(desks) - savedBefore >= SAVED_A_PHASE;
      });
      result.phases += 1;
      result.violations = await orViolation(() => comeToRest(postgresUrl, desks, servers));
      for (const desk of desks) await desk.stop();
      result.violations.push(
        ...(await orViolation(() => judge(postgresUrl, desks, servers))),
        ...(await findGivenAway(otherFirmUrl)),
      );
      if (result.violations.length > 0) break;
      for (const desk of desks) await desk.start();
    }
    result.saved = countSaved(desks);
    return result;
  } finally {
    for (const desk of desks) await desk.dispose();
    await servers.stopAll();
  }
}

/** Whoever signs in for the first time while another server stands there belongs to that one's firm. */
async function comeIntoItsFirm(desk: ChaosDesk): Promise<void> {
  const endsAtMs = Date.now() + REST_WITHIN_MS;
  for (let error: string | null = 'not asked'; error !== null; ) {
    if (Date.now() > endsAtMs) throw new Error(`${desk.name} cannot sign in: ${error}`);
    error = (await desk.settle()).error;
  }
}

/** Nothing goes to another firm unless a person says so, and nobody did. */
async function findGivenAway(otherFirmUrl: string): Promise<string[]> {
  const { records } = await readServer(otherFirmUrl);
  return [...records.keys()].map((key) => `${key} was sent to another firm`);
}

function countSaved(desks: readonly ChaosDesk[]): number {
  return desks.flatMap((desk) => readLedger(desk.name, desk.ledgerFile)).filter((act) => act.isSaved).length;
}

/** Without faults: every process is up, every desk uploads all it has and downloads all there is. */
async function comeToRest(postgresUrl: string, desks: readonly ChaosDesk[], servers: Servers): Promise<string[]> {
  const endsAtMs = Date.now() + REST_WITHIN_MS;
  await servers.startAll();
  for (const desk of desks) {
    desk.proxy.set({ kind: 'none' });
    desk.send({ kind: 'settleDown' });
  }
  for (;;) {
    const standings: string[] = [];
    const before = newestVersion(await readServer(postgresUrl));
    let isQuiet = true;
    for (const desk of desks) {
      const standing = await desk.settle();
      if (standing.error !== null || standing.pushed > 0 || standing.pulled > 0) isQuiet = false;
      standings.push(`${desk.name} ${JSON.stringify(standing)}`);
    }
    const server = await readServer(postgresUrl);
    // A desk may have uploaded by itself after others had looked.
    if (newestVersion(server) !== before) isQuiet = false;
    const waiting = isQuiet ? findUnexplainedWaiting(server, readDesks(desks)) : [];
    if (isQuiet && waiting.length === 0) return [];
    if (Date.now() > endsAtMs) return [`it does not come to rest: ${standings.join('; ')}`, ...waiting];
  }
}

function newestVersion({ records }: ServerRows): number {
  return Math.max(0, ...[...records.values()].map(({ version }) => version));
}

function readDesks(desks: readonly ChaosDesk[]): Map<string, DeskRows> {
  return new Map(desks.map((desk) => [desk.name, readDesk(desk.databaseFile)]));
}

/** What cannot be read at all is a violation too, and its files are kept. */
async function orViolation(judged: () => Promise<string[]>): Promise<string[]> {
  try {
    return await judged();
  } catch (thrown) {
    return [`what is there cannot be read: ${thrown instanceof Error ? thrown.stack : String(thrown)}`];
  }
}

async function judge(postgresUrl: string, desks: readonly ChaosDesk[], servers: Servers): Promise<string[]> {
  const server = await readServer(postgresUrl);
  const rows = readDesks(desks);
  const acts = desks.flatMap((desk) => readLedger(desk.name, desk.ledgerFile));
  return [
    ...findLosses({ server, desks: rows, acts }),
    ...findWrongSums(acts, server, COUNTERS),
    ...findDifferences(server, rows),
    ...desks.flatMap((desk) => desk.faults.map((fault) => `${desk.name} could not cope: ${fault}`)),
    ...servers.failures().map((line) => `a server failed: ${line}`),
  ];
}
