import type { App } from 'electron';
import type { Clock, Log } from '#app/contract/ports.ts';

/** Edits are saved when entered, so a timeout loses nothing; an upload continues at the next start. */
const SHUTDOWN_TIMEOUT_MS = 5_000;
/** An installation may take longer, with no window open. */
const LAST_ACT_TIMEOUT_MS = 60_000;

interface QuitDeps {
  app: Pick<App, 'on' | 'quit'>;
  /** Called once per attempt to quit; `true` if no question is needed. */
  mayQuit?: () => boolean | Promise<boolean>;
  /** Run in this order. */
  shutdownHooks: (() => void | Promise<void>)[];
  /** Runs after everything has stopped and the database is closed: installs an update. */
  lastAct?: () => Promise<void>;
  clock: Clock;
  log: Log;
}

export interface Quitting {
  /** True once the app was asked to quit, so that closing a window no longer hides it. */
  isUnderWay(): boolean;
  /**
   * Marks that the app will quit: before installing an update macOS closes the windows first, and a window that only
   * hides would keep the app running.
   */
  markUnderWay(): void;
}

/** Lets the desk finish and close its database before the process ends, within a time limit. */
export function quitInOrder(deps: QuitDeps): Quitting {
  const { app, shutdownHooks, mayQuit = () => true, lastAct = async () => {}, clock, log } = deps;
  let isUnderWay = false;
  let isAgreed = false;
  let isAsking = false;
  let isResting = false;
  let isDone = false;

  async function rest() {
    for (const hook of shutdownHooks) {
      try {
        await hook();
      } catch (thrown) {
        log.error('quit.failed', { reason: String(thrown) });
      }
    }
  }

  /** Resolves when the work has ended, successfully or not, or at the time limit. */
  function within(limitMs: number, work: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.setTimer(limitMs, resolve);
      work
        .catch((thrown: unknown) => log.error('quit.failed', { reason: String(thrown) }))
        .finally(() => {
          cancel();
          resolve();
        });
    });
  }

  function ask(answer: Promise<boolean>) {
    if (isAsking) return;
    isAsking = true;
    answer
      .catch((thrown: unknown) => {
        log.error('quit.failed', { reason: String(thrown) });
        return true;
      })
      .then((mayGo) => {
        isAsking = false;
        isAgreed = mayGo;
        if (mayGo) app.quit();
      });
  }

  app.on('before-quit', (event) => {
    const answer = isAgreed || isUnderWay || (isAsking ? false : mayQuit());
    if (answer === true) {
      isUnderWay = true;
      return;
    }
    event.preventDefault();
    if (answer !== false) ask(answer);
  });
  app.on('will-quit', (event) => {
    if (isDone) return;
    event.preventDefault();
    if (isResting) return;
    isResting = true;
    void within(SHUTDOWN_TIMEOUT_MS, rest())
      .then(() => within(LAST_ACT_TIMEOUT_MS, lastAct()))
      .finally(() => {
        isDone = true;
        // Not from within a promise callback: Electron's message loop would not end.
        setImmediate(() => app.quit());
      });
  });
  return {
    isUnderWay: () => isUnderWay,
    markUnderWay() {
      isUnderWay = true;
    },
  };
}
