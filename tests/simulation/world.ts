import type { Clock, Log } from '#app/contract/ports.ts';
import { createVirtualClock, type VirtualClock } from '../support/virtual-clock.ts';
import { createRandom, type SeededRandom } from './random.ts';

/** What a run found wrong, in the words of the rule that was broken. */
export interface Violation {
  rule: string;
  details: string;
  atMs: number;
}

/** Stops the run at its first violation. */
export class RunEnded extends Error {}

/** Time, chance and the record of one run; everything in it follows from the seed. */
export interface World {
  seed: number;
  clock: VirtualClock;
  random: SeededRandom;
  /** Writes a line of the trace; facts that cost something to gather are given as a function. */
  trace(who: string, what: string, facts?: unknown): void;
  fail(rule: string, details: unknown): void;
  violations: readonly Violation[];
  /** Counts a state that is rare, so that a run can say how often it was there. */
  met(state: string): void;
  /** State → how often it was met. */
  rare: ReadonlyMap<string, number>;
  /** Called after each event, once everything it set off has come to rest. */
  afterEach(check: () => void): void;
  /** Calls later; what it throws is a violation. */
  later(delayMs: number, call: () => void): () => void;
  /** Resolves later. */
  sleep(delayMs: number): Promise<void>;
  /** A floating promise whose rejection is a violation. */
  spawn(what: string, work: Promise<unknown>): void;
}

export interface WorldOptions {
  seed: number;
  print?: ((line: string) => void) | undefined;
}

export function createWorld({ seed, print }: WorldOptions): World {
  const violations: Violation[] = [];
  const checks: (() => void)[] = [];
  const rare = new Map<string, number>();
  const clock = createVirtualClock({
    settle: async () => {
      await atRest();
      for (const check of checks) check();
      if (violations.length > 0) throw new RunEnded();
    },
  });

  const world: World = {
    seed,
    clock,
    random: createRandom(`seed ${seed}`),
    violations,
    rare,
    met: (state) => void rare.set(state, (rare.get(state) ?? 0) + 1),
    trace(who, what, facts) {
      if (!print) return;
      const seconds = (clock.monotonicMs() / 1000).toFixed(3).padStart(9);
      print(
        `${seconds} ${who.padEnd(8)} ${what}${facts === undefined ? '' : ` ${JSON.stringify(typeof facts === 'function' ? facts() : facts)}`}`,
      );
    },
    fail(rule, details) {
      const text = details instanceof Error ? (details.stack ?? details.message) : JSON.stringify(details);
      violations.push({ rule, details: text, atMs: clock.monotonicMs() });
      world.trace('ORACLE', rule, details);
    },
    afterEach: (check) => void checks.push(check),
    later: (delayMs, call) =>
      clock.setTimer(delayMs, () => {
        try {
          call();
        } catch (thrown) {
          if (thrown instanceof RunEnded) throw thrown;
          world.fail('nothing throws unhandled', thrown);
        }
      }),
    sleep: (delayMs) => new Promise((resolve) => void clock.setTimer(delayMs, resolve)),
    spawn(what, work) {
      work.catch((thrown: unknown) => world.fail(`nothing throws unhandled: ${what}`, thrown));
    },
  };
  return world;
}

/**
 * Everything that hangs on nothing but promises has settled: Node runs the tick queue once the microtask queue is empty
 * (https://nodejs.org/en/learn/asynchronous-work/understanding-processnexttick).
 */
function atRest(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** A clock of one computer: shares the time that passes, has its own idea of the date, and dies with its process. */
export interface ComputerClock extends Clock {
  jump(ms: number): void;
}

export function createComputerClock(
  world: World,
  options: { isAlive: () => boolean; offsetMs: () => number; costMs: number; asleepForMs: () => number },
): Clock {
  const { isAlive, offsetMs, costMs, asleepForMs } = options;
  let spentMs = 0;
  const bootedAtMs = world.clock.monotonicMs();

  /** Of a computer that sleeps no timer fires before it wakes. */
  function setTimer(delayMs: number, callback: () => void): () => void {
    let cancel = world.later(delayMs, fire);
    function fire(): void {
      if (!isAlive()) return;
      if (asleepForMs() > 0) cancel = world.later(asleepForMs(), fire);
      else callback();
    }
    return () => cancel();
  }

  return {
    nowMs: () => Math.floor(world.clock.nowMs() + offsetMs()),
    // Looking at the clock takes a moment, so that work which is sliced by time is sliced here as well.
    monotonicMs: () => {
      spentMs += costMs;
      return world.clock.monotonicMs() - bootedAtMs + spentMs;
    },
    // Whole milliseconds and at least one, as Node's own: less might not move the clock at all.
    setTimer: (delayMs, callback) => setTimer(Math.max(1, Math.trunc(delayMs)), callback),
  };
}

export function createTraceLog(world: World, who: string, onEvent?: (event: string) => void): Log {
  const write =
    (level: string) =>
    (event: string, facts?: Record<string, unknown>): void => {
      world.trace(who, `${level} ${event}`, facts);
      onEvent?.(event);
    };
  return { debug: write('·'), info: write('·'), warn: write('!'), error: write('!!') };
}
