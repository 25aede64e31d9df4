import type { App } from 'electron';
import type { Clock, Log } from '#app/contract/ports.ts';

/** Work is saved the moment it is entered, so nothing is lost when this passes; an upload goes on next time. */
const FAREWELL_MS = 5_000;

interface QuitDeps {
  app: Pick<App, 'on' | 'quit'>;
  /** Asked once each time somebody wants to quit; `true` needs no answer from anyone. */
  mayQuit?: () => boolean | Promise<boolean>;
  /** What must come to rest, in this order. */
  farewells: (() => void | Promise<void>)[];
  clock: Clock;
  log: Log;
}

export interface Quitting {
  /** True from the moment the app was asked to quit, so that closing the window no longer means hiding it. */
  isUnderWay(): boolean;
}

/** Lets the desk finish and close its database before the process ends, but never waits for ever. */
export function quitInOrder({ app, farewells, mayQuit = () => true, clock, log }: QuitDeps): Quitting {
  let isUnderWay = false;
  let isAgreed = false;
  let isAsking = false;
  let isDone = false;

  async function rest() {
    for (const farewell of farewells) {
      try {
        await farewell();
      } catch (thrown) {
        log.error('quit.failed', { reason: String(thrown) });
      }
    }
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
    const finish = () => {
      isDone = true;
      cancelDeadline();
      // Not from within a promise's callback: Electron's message loop would not end.
      setImmediate(() => app.quit());
    };
    const cancelDeadline = clock.setTimer(FAREWELL_MS, finish);
    void rest().finally(finish);
  });
  return { isUnderWay: () => isUnderWay };
}
