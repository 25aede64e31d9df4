import type { SyncRequest } from '#app/contract/protocol.ts';
import type { Schema } from '#app/schema/index.ts';
import { createDeskHost, type DeskHost, type DeskTamper, mustSignIn } from './desk-host.ts';
import { createDisk, type StatementTamper } from './disk.ts';
import { createMishaps } from './mishaps.ts';
import { checkCalm, unsettled } from './oracle/calm.ts';
import { createLedger } from './oracle/ledger.ts';
import { readServer } from './oracle/rows.ts';
import { checkSent } from './oracle/sent.ts';
import { createStepChecks } from './oracle/steps.ts';
import { checkValues } from './oracle/values.ts';
import { createPeople } from './people.ts';
import { createNextSchema, nextMigration, simulatedSchema } from './schemas.ts';
import { createServerHost, type ServerTamper } from './server-host.ts';
import type { Templates } from './templates.ts';
import { createWeather } from './weather.ts';
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
}

export interface RunResult {
  seed: number;
  violations: readonly Violation[];
  /** What happened, in numbers, to see that a run was not a walk in the park; `restMs` is the longest wait for rest. */
  facts: { desks: number; changes: number; conflicts: number; parked: number; virtualMs: number; restMs: number };
}

/** In calm weather, everything has come to rest within this time: the longest backoff, the longest Retry-After and some rounds. */
const CALM_BOUND_MS = 8 * 60_000;
const CALM_STEP_MS = 15_000;

/** One run: some hours of a firm's life in bad weather, calm spells in which everything must come to rest, all from one seed. */
export async function runSeed({ seed, templates, print, tamper }: RunOptions): Promise<RunResult> {
  const world = createWorld({ seed, print });
  const random = world.random.fork('scenario');
  const weather = createWeather(world.random.fork('weather'));
  const nextSchema = createNextSchema(simulatedSchema.version);
  const migrationsOf = (schema: Schema) =>
    schema.version > simulatedSchema.version
      ? [...templates.migrations, nextMigration(templates.migrations.length + 1)]
      : templates.migrations;
  const server = createServerHost({ world, bytes: templates.server, schema: simulatedSchema, tamper: tamper?.server });
  const ledger = createLedger(() => world.clock.monotonicMs());
  const steps = createStepChecks(world, ledger, server);
  const people = createPeople(world, ledger.whileDiscarding);
  const hosts: DeskHost[] = [];
  const canLosePower = random.chance(0.15);
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
      : createDisk({ bytes: templates.desk, canLosePower, tamper: tamper?.statements });
    const suspicions = original ? { ...copyOf(original) } : { hasLostRow: false, hasCopy: false };
    const host = createDeskHost({
      world,
      name,
      disk,
      server,
      weather,
      schema: original?.schema() ?? simulatedSchema,
      migrationsOf,
      clockCostMs: random.chance(0.3) ? 0.3 : 0,
      token: original?.token() ?? null,
      tamper: tamper?.desk,
      onLostRow: () => {
        suspicions.hasLostRow = true;
      },
      onEvent(event) {
        if (event === 'sync.repaired' && !suspicions.hasLostRow)
          world.fail('nothing has to be repaired that the network did not lose', { host: name });
        if (event === 'sync.cloned' && !suspicions.hasCopy)
          world.fail('no computer is taken for a copy that has none', { host: name });
      },
      onRequest: ({ changes }) => checkSent(world, host, changes),
      onRound: (request) => {
        const { changes, epoch } = request as SyncRequest;
        for (const change of changes) ledger.noteSent(change, host, epoch);
      },
    });
    if (original) ledger.adopt(host, original);
    knowledge.set(host, suspicions);
    hosts.push(host);
    return host;
  }

  let restMs = 0;
  async function settle(): Promise<void> {
    world.trace('world', 'CALM');
    weather.setTrouble(0);
    weather.partition(new Set());
    await mishaps.mend();
    let reason: string | null = 'never looked';
    const calmMs = world.clock.monotonicMs();
    while (world.clock.monotonicMs() < calmMs + CALM_BOUND_MS) {
      await world.clock.advance(CALM_STEP_MS);
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
      checkCalm(world, hosts, ledger, facts);
      checkValues(world, server.schema(), ledger, facts);
      if (world.violations.length > 0) throw new RunEnded();
      restMs = Math.max(restMs, world.clock.monotonicMs() - calmMs);
      world.trace('world', 'everything has come to rest');
      return;
    }
    world.fail('in calm weather everything comes to rest', reason);
    throw new RunEnded();
  }

  const mishaps = createMishaps({ world, weather, server, hosts, addHost, nextSchema });

  async function storm(): Promise<void> {
    const lengthMs = random.between(20, 120) * 1000;
    const untilMs = world.clock.monotonicMs() + lengthMs;
    weather.setTrouble(random.pick([0, 0.1, 0.25, 0.4]));
    world.trace('world', 'STORM');
    const pauseMs = random.pick([3_000, 6_000, 12_000]);
    while (world.clock.monotonicMs() < untilMs) {
      await world.clock.advance(random.between(1, pauseMs));
      const host = random.pick(hosts);
      for (let left = random.chance(0.2) ? 4 : 1; left > 0; left--) {
        people.act(host);
        ledger.noteSaved(host);
      }
      if (random.chance(0.25)) await mishaps.strike();
    }
  }

  world.afterEach(() => steps.check(hosts));
  try {
    for (let left = random.between(3, 4); left > 0; left--) addHost();
    for (const host of hosts) {
      host.start();
      await host.signIn();
    }
    for (let left = random.pick([1, 1, 2]); left > 0; left--) {
      await storm();
      await settle();
    }
  } catch (thrown) {
    if (!(thrown instanceof RunEnded)) world.fail('nothing throws unhandled', thrown);
  }
  const facts = await readServer(server);
  const result = {
    seed,
    violations: world.violations,
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
