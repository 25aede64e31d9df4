import type { App } from 'electron';
import type { Clock, Log } from '#app/contract/ports.ts';

/** Work is saved the moment it is entered, so nothing is lost when this passes; an upload goes on next time. */
const SHUTDOWN_TIMEOUT_MS = 5_000;
/** An installation may take longer; no window is open any more. */
const LAST_ACT_TIMEOUT_MS = 60_000;

interface QuitDeps {
  app: Pick<App, 'on' | 'quit'>;
  /** Asked once each time somebody wants to quit; `true` needs no answer from anyone. */
  mayQuit?: () => boolean | Promise<boolean>;
  /** What is stopped, in this order. */
  shutdownHooks: (() => void | Promise<void>)[];
  /** What is done when all that has come to rest and the database is closed: an update is installed. */
  lastAct?: () => Promise<void>;
  clock: Clock;
  log: Log;
}

export interface Quitting {
  /** True from the moment the app was asked to quit, so that closing the window no longer means hiding it. */
  isUnderWay(): boolean;
  /**
   * The app is going to quit, though nobody has asked it to yet: before an update is installed macOS closes the windows
   * first, and a window that only hides itself would keep the app running.
   */
  markUnderWay(): void;
}

/** Lets the desk finish and close its database before the process ends, but never waits for ever. */
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

  /** Resolves when the work has ended, in whatever way, or its time is up. */
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
        // Not from within a promise's callback: Electron's message loop would not end.
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
