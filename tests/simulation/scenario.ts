import type { SyncRequest } from '#app/contract/protocol.ts';
import type { Schema } from '#app/schema/index.ts';
import { drawConstants } from './constants.ts';
import { createDeskHost, type DeskHost, type DeskTamper, mustSignIn } from './desk-host.ts';
import { createDisk, type StatementTamper } from './disk.ts';
import { createMishaps } from './mishaps.ts';
import { createNetworkFaults } from './network-faults.ts';
import { createDraftBook } from './oracle/drafts.ts';
import { createJournal } from './oracle/journal.ts';
import { createLedger } from './oracle/ledger.ts';
import { checkPromise } from './oracle/promise.ts';
import { checkReofferedQuietly } from './oracle/quiet.ts';
import { readServer } from './oracle/rows.ts';
import { checkSent } from './oracle/sent.ts';
import { checkSettled, unsettled } from './oracle/settled.ts';
import { createStepChecks } from './oracle/steps.ts';
import { createOutboxFile } from './outbox-file.ts';
import { createPeople } from './people.ts';
import { createNextSchema, nextMigration, simulatedSchema } from './schemas.ts';
import { createServerHost, type ServerTamper } from './server-host.ts';
import type { Templates } from './templates.ts';
import { createWorld, RunEnded, type Violation } from './world.ts';

/** What a mutant changes; the product's code stays as it is. */
export interface Tamper {
  statements?: StatementTamper;
  desk?: DeskTamper;
  server?: ServerTamper;
}

export interface RunOptions {
  seed: number;
  templates: Templates;
  print?: ((line: string) => void) | undefined;
  tamper?: Tamper | undefined;
  /** Leaves out these events of the fault phases; each of the others draws what it would have drawn. */
  without?: ReadonlySet<number> | undefined;
}

export interface RunResult {
  seed: number;
  violations: readonly Violation[];
  /** What happened, in numbers, to see that a run was not a walk in the park; `restMs` is the longest wait for rest. */
  facts: { desks: number; changes: number; conflicts: number; parked: number; virtualMs: number; restMs: number };
  /** How many events the fault phases had. */
  events: number;
  /** Rare state → how often it was met. */
  rare: ReadonlyMap<string, number>;
}

/** Without faults, everything comes to rest within this time: the longest backoff, the longest Retry-After and some rounds. */
const SETTLE_BOUND_MS = 8 * 60_000;
const SETTLE_STEP_MS = 15_000;
const COUNTED_EVENTS = new Set(['sync.repaired', 'sync.cloned', 'sync.reset']);

/** Share of the runs in which files of desks are damaged; in these, desks keep a journal of their outbox. */
const FILES_DAMAGED = 0.3;

/** Share of the other runs whose server goes back, at the end of a fault phase, behind the quiet time before it. */
const RESTORED_AFTER_QUIET = 0.25;

/** One run from one seed: fault phases, each followed by a phase without faults in which everything must come to rest. */
export async function runSeed({ seed, templates, print, tamper, without }: RunOptions): Promise<RunResult> {
  const world = createWorld({ seed, print });
  const random = world.random.fork('scenario');
  // The label is part of what a seed draws: another one would change every run that is on record.
  const faults = createNetworkFaults(world.random.fork('weather'));
  const nextSchema = createNextSchema(simulatedSchema.version);
  const migrationsOf = (schema: Schema) =>
    schema.version > simulatedSchema.version
      ? [...templates.migrations, nextMigration(templates.migrations.length + 1)]
      : templates.migrations;
  const constants = drawConstants(world.random.fork('constants'));
  const server = createServerHost({
    world,
    bytes: templates.server,
    schema: simulatedSchema,
    maxPageBytes: constants.maxPageBytes,
    tamper: tamper?.server,
  });
  const ledger = createLedger();
  const steps = createStepChecks(world, ledger, server);
  const journal = createJournal(ledger, () => world.clock.monotonicMs());
  const { flood, typesOn } = constants;
  const drafts = createDraftBook(world);
  const people = createPeople({ world, journal, drafts, whileDiscarding: ledger.whileDiscarding, flood });
  const hosts: DeskHost[] = [];
  const canLosePower = random.chance(0.15);
  const areFilesDamaged = world.random.fork('files').chance(FILES_DAMAGED);
  const goesBack = !areFilesDamaged && world.random.fork('restores').chance(RESTORED_AFTER_QUIET);
  const knowledge = new Map<DeskHost, { hasLostRow: boolean; hasCopy: boolean }>();

  /** What is known of a computer is true of its copy, and from now on both have one. */
  function copyOf(original: DeskHost) {
    const known = knowledge.get(original) ?? { hasLostRow: false, hasCopy: true };
    known.hasCopy = true;
    return known;
  }

  function addHost(original?: DeskHost): DeskHost {
    const name = `desk-${'abcdefghij'[hosts.length]}`;
    const disk = original
      ? original.disk.copy()
      : createDisk({
          connections: templates.desks,
          isFragile: areFilesDamaged,
          canLosePower,
          tamper: tamper?.statements,
        });
    const allowed = original ? { ...copyOf(original) } : { hasLostRow: false, hasCopy: false };
    const host = createDeskHost({
      world,
      name,
      disk,
      outbox: original ? (original.outbox?.copy() ?? null) : areFilesDamaged ? createOutboxFile(tamper?.desk) : null,
      server,
      faults,
      schema: original?.schema() ?? simulatedSchema,
      migrationsOf,
      constants,
      clockCostMs: random.chance(0.3) ? 0.3 : 0,
      token: original?.token() ?? null,
      tamper: tamper?.desk,
      onLostRow: () => {
        allowed.hasLostRow = true;
      },
      // It takes a new device id: its next edits are made without having seen its own later ones.
      onWentBack: () => {
        allowed.hasCopy = true;
      },
      onCheckpoint: () => drafts.checkpointed(host),
      onLogLost: () => drafts.lostLog(host),
      beforeDataLoss: () => ledger.beforeLoss(host),
      onDataLost(hasDrafts) {
        ledger.afterLoss(host);
        // Its ticket is an older one, or none.
        allowed.hasCopy = true;
        allowed.hasLostRow = true;
        if (!hasDrafts) drafts.forget(host);
      },
      onStarted() {
        journal.cameBack(host);
        ledger.cameBack(host);
      },
      onEvent(event) {
        if (COUNTED_EVENTS.has(event)) world.met(event);
        if (event === 'sync.repaired' && !allowed.hasLostRow)
          world.fail('nothing has to be repaired that the network did not lose', { host: name });
        if (event === 'sync.cloned' && !allowed.hasCopy)
          world.fail('no computer is taken for a copy that has none', { host: name });
      },
      onRequest: ({ changes }) => {
        checkSent(world, host, changes);
        if (changes.length > 0) typeOnMeanwhile(host);
      },
      onRound: (request) => {
        const { changes, epoch } = request as SyncRequest;
        for (const change of changes) ledger.noteSent(change, host, epoch);
      },
    });
    if (original) {
      ledger.adopt(host, original);
      drafts.adopt(host, original);
    }
    knowledge.set(host, allowed);
    hosts.push(host);
    return host;
  }

  /** Now and then somebody goes on typing while their upload is under way. */
  function typeOnMeanwhile(host: DeskHost): void {
    const name = `upload${++uploads}`;
    const chance = world.random.fork(name);
    if (!isFaulty || !chance.chance(typesOn)) return;
    world.later(chance.between(1, 300), () => {
      if (!host.desk()) return;
      world.met('edit while an upload was under way');
      people.typeOn(host, chance, name);
      ledger.noteSaved(host);
    });
  }

  let restMs = 0;
  let events = 0;
  let isFaulty = false;
  let uploads = 0;
  async function settle(): Promise<void> {
    world.trace('world', 'FAULTS END');
    faults.setRate(0);
    faults.partition(new Set());
    await mishaps.endAll();
    let reason: string | null = 'never looked';
    const settleStartMs = world.clock.monotonicMs();
    while (world.clock.monotonicMs() < settleStartMs + SETTLE_BOUND_MS) {
      await world.clock.advance(SETTLE_STEP_MS);
      for (const host of hosts) {
        if (mustSignIn(host)) world.spawn('sign in', host.signIn());
      }
      const facts = await readServer(server);
      reason = null;
      for (const host of hosts) {
        const why = unsettled(host, hosts, facts);
        if (why !== null) reason = `${host.name} ${why}`;
      }
      if (reason !== null) continue;
      for (const host of hosts) steps.checkAll(host);
      checkSettled(world, hosts, ledger, facts);
      drafts.check(hosts);
      checkPromise(world, hosts, journal, ledger, facts);
      checkReofferedQuietly(world, server.schema(), ledger, facts);
      if (world.violations.length > 0) throw new RunEnded();
      restMs = Math.max(restMs, world.clock.monotonicMs() - settleStartMs);
      world.trace('world', 'everything has come to rest');
      return;
    }
    world.fail('without faults everything comes to rest', reason);
    throw new RunEnded();
  }

  const mishaps = createMishaps({ world, faults, server, hosts, addHost, nextSchema, areFilesDamaged, goesBack });

  /** Each event draws from a source of its own, so that leaving one out changes no other. */
  async function faultPhase(): Promise<void> {
    const lengthMs = random.between(20, 120) * 1000;
    const untilMs = world.clock.monotonicMs() + lengthMs;
    faults.setRate(random.pick([0, 0.1, 0.25, 0.4]));
    world.trace('world', 'FAULTS BEGIN');
    isFaulty = true;
    const pauseMs = random.pick([3_000, 6_000, 12_000]);
    while (world.clock.monotonicMs() < untilMs) {
      const event = events++;
      const chance = world.random.fork(`event ${event}`);
      await world.clock.advance(chance.between(1, pauseMs));
      const host = chance.pick(hosts);
      const acts = chance.chance(0.2) ? 4 : 1;
      if (without?.has(event)) continue;
      for (let act = 0; act < acts; act++) {
        people.act(host, chance.fork(`act ${act}`), `${event}${'abcd'[act]}`);
        ledger.noteSaved(host);
      }
      if (chance.chance(0.25)) await mishaps.strike(chance.fork('mishap'));
    }
    isFaulty = false;
    if (goesBack) await mishaps.restoreServerAndBackUp();
  }

  world.afterEach(() => steps.check(hosts));
  try {
    for (let left = random.between(3, 4); left > 0; left--) addHost();
    for (const host of hosts) {
      host.start();
      await host.signIn();
    }
    for (let left = random.pick([1, 1, 2]); left > 0; left--) {
      await faultPhase();
      await settle();
    }
  } catch (thrown) {
    if (!(thrown instanceof RunEnded)) world.fail('nothing throws unhandled', thrown);
  }
  const facts = await readServer(server);
  const result = {
    seed,
    violations: world.violations,
    events,
    rare: world.rare,
    facts: {
      desks: hosts.length,
      changes: facts.acks.size,
      conflicts: [...facts.acks.values()].filter(({ conflict }) => conflict).length,
      parked: [...facts.acks.values()].filter(({ outcome }) => outcome === 'rejected' || outcome === 'blocked').length,
      virtualMs: world.clock.monotonicMs(),
      restMs,
    },
  };
  for (const host of hosts) host.disk.dispose();
  await server.dispose();
  // A run never turns the event loop, and what is collected after it is let go there.
  await new Promise((resolve) => setImmediate(resolve));
  return result;
}
