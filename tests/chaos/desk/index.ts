import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { createRandom } from '../../simulation/random.ts';
import { nextNumber } from '../ledger.ts';
import { createLedgerWriter } from './ledger-writer.ts';
import type { Answer, Command, DeskSetup, Standing } from './messages.ts';
import { openDesk } from './open-desk.ts';
import { createPeople } from './people.ts';

/** A desk as a process of its own: the product's desk on a real file, and people who work at it. */
const setup = JSON.parse(process.argv[2] ?? '') as DeskSetup;
const ATTEMPTS = 8;
const MEAN_PAUSE_MS = 40;

let clockOffsetMs = setup.clockOffsetMs;
const clock: Clock = {
  nowMs: () => Date.now() + clockOffsetMs,
  monotonicMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
const logFile = path.join(setup.benchFolder, 'desk.log');
const write =
  (level: string) =>
  (event: string, facts: unknown = {}): void =>
    appendFileSync(logFile, `${new Date().toISOString()} ${level} ${event} ${JSON.stringify(facts)}\n`);
const log: Log = { debug: () => undefined, info: write('info'), warn: write('warn'), error: write('error') };

function send(answer: Answer): void {
  if (process.connected) process.send?.(answer);
}
function fault(thrown: unknown): void {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  log.error('fault', { text });
  send({ kind: 'fault', text });
}
process.on('uncaughtException', fault);
process.on('unhandledRejection', fault);
process.on('disconnect', () => process.exit(0));

const ledgerFile = path.join(setup.benchFolder, 'ledger.jsonl');
const ledger = createLedgerWriter(ledgerFile);
// Far from any number before, though a kill may have lost the last ones.
let number = nextNumber(ledgerFile) * 3;
const { desk, signIn } = await openDesk(setup, clock, log);
const storeError = desk.storeError();
if (storeError) fault(new Error(`The database does not open: ${JSON.stringify(storeError)}`));
desk.start();

/** Then a person is told that the sign-in did not work, and tries again. */
function codeOfFullDisk(thrown: unknown): string {
  if (thrown instanceof FerryFailure && thrown.error.code === 'store.diskFull') return thrown.error.code;
  throw thrown;
}

async function keepSignedIn(): Promise<void> {
  if (desk.status().regions.auth === 'ok') return;
  const code = await signIn().catch(codeOfFullDisk);
  if (code !== null) log.warn('signIn.failed', { code });
}

let faultPhase = 0;
async function work(seed: string): Promise<void> {
  const mine = ++faultPhase;
  const random = createRandom(seed);
  const people = createPeople(setup.name, desk.operations, ledger, random, () => number++);
  while (faultPhase === mine) {
    await keepSignedIn();
    const burst = random.between(1, 8);
    for (let count = 0; count < burst && faultPhase === mine; count += 1) await people.act();
    await pause(random.next() * 2 * burst * MEAN_PAUSE_MS);
    if (random.chance(0.1)) desk.wake('manual');
  }
}

async function settle(): Promise<Standing> {
  let standing = standingOf({ pushed: 0, pulled: 0, error: 'never ran' });
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await keepSignedIn();
    if (desk.status().regions.auth !== 'ok') {
      await pause(300);
      continue;
    }
    const report = await desk.operations.syncToServer();
    const error = report.error ? `${report.error.code} ${JSON.stringify(report.error.details ?? {})}` : null;
    standing = standingOf({ pushed: report.syncedCount, pulled: report.pulledCount, error });
    if (error === null && standing.pending === 0) return standing;
    await pause(300);
  }
  return standing;
}
function standingOf(run: Pick<Standing, 'pushed' | 'pulled' | 'error'>): Standing {
  const { pending, parked } = desk.status().regions.counts;
  return { ...run, pending, parked };
}

async function obey(command: Command): Promise<void> {
  if (command.kind === 'inject') return work(command.seed);
  if (command.kind === 'settleDown') faultPhase += 1;
  else if (command.kind === 'settle') send({ kind: 'settled', id: command.id, standing: await settle() });
  else if (command.kind === 'setClock') clockOffsetMs = command.offsetMs;
  else if (command.kind === 'wake') desk.wake('networkUp');
  else if (command.kind === 'backUp') {
    const error = await desk.backUp(command.file).then(
      () => null,
      (thrown: unknown) => String(thrown),
    );
    send({ kind: 'backedUp', id: command.id, error });
  } else {
    faultPhase += 1;
    await desk.dispose();
    process.exit(0);
  }
}
process.on('message', (command: Command) => void obey(command).catch(fault));
send({ kind: 'ready' });
