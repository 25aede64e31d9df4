import type { MessageBoxOptions } from 'electron';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { MessageKey } from '#app/text/index.ts';
import { createCrashLimit } from './crash-limit.ts';

/** A window whose page may have to be loaded again. */
export interface FailingWindow {
  isDestroyed(): boolean;
  reload(): void;
  /** Kills an unresponsive page; then handled as a crash. */
  endPage(): void;
}

interface ProblemDeps {
  t: (key: MessageKey) => string;
  /** Resolves to the button pressed. */
  show: (options: MessageBoxOptions) => Promise<{ response: number }>;
  /** Writes the report and shows it. */
  showReport: (what: string) => Promise<void>;
  quit: () => void;
  clock: Pick<Clock, 'monotonicMs'>;
  log: Log;
}

export interface Problems {
  /** The renderer process of a window ended. */
  pageGone(window: FailingWindow, reason: string): void;
  pageHangs(window: FailingWindow): void;
  /** A helper process ended; Chromium restarts it. */
  childGone(what: { type: string; reason: string; exitCode: number }): void;
  /** An uncaught error. */
  unexpected(reason: string): void;
}

/** The same problem is shown once in this time. */
const QUIET_MS = 10 * 60_000;

type Answer = 'ok' | 'wait' | 'reopen' | 'retry' | 'report' | 'quit';

/**
 * Handles a crash: reopens the window, informs the person, writes a report. No work is lost, because it is all in main.
 */
export function createProblems({ t, show, showReport, quit, clock, log }: ProblemDeps): Problems {
  const limit = createCrashLimit(clock);
  const shownAtMs = new Map<MessageKey, number>();
  let isAsking = false;

  async function ask(detail: MessageKey, answers: readonly Answer[], what: string): Promise<Answer | null> {
    if (isAsking) return null;
    isAsking = true;
    shownAtMs.set(detail, clock.monotonicMs());
    try {
      const { response } = await show({
        type: 'warning',
        message: t('problem.title'),
        detail: t(detail),
        buttons: answers.map((answer) => t(`problem.${answer}`)),
        defaultId: 0,
        cancelId: 0,
      });
      const answer = answers[response] ?? null;
      if (answer === 'report') await showReport(what);
      if (answer === 'quit') quit();
      return answer;
    } catch (thrown) {
      log.error('problem.notShown', { reason: String(thrown) });
      return null;
    } finally {
      isAsking = false;
    }
  }

  function showProblem(detail: MessageKey, what: string): void {
    const lastMs = shownAtMs.get(detail);
    if (lastMs === undefined || clock.monotonicMs() - lastMs >= QUIET_MS) void ask(detail, ['ok', 'report'], what);
  }

  async function offerAnotherTry(window: FailingWindow, what: string): Promise<void> {
    const answer = await ask('problem.windowFails', ['retry', 'report', 'quit'], what);
    if (answer === 'report') return offerAnotherTry(window, what);
    if (answer !== 'retry' || window.isDestroyed()) return;
    limit.reset();
    window.reload();
  }

  return {
    pageGone(window, reason) {
      log.error('window.pageGone', { reason });
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      const what = `the window's page ended (${reason})`;
      if (!limit.allows()) return void offerAnotherTry(window, what);
      window.reload();
      showProblem('problem.windowGone', what);
    },
    pageHangs(window) {
      log.error('window.pageHangs');
      void ask('problem.windowHangs', ['wait', 'reopen', 'report'], "the window's page does not answer").then(
        (answer) => {
          if (answer === 'reopen' && !window.isDestroyed()) window.endPage();
        },
      );
    },
    childGone({ type, reason, exitCode }) {
      if (reason !== 'clean-exit') log.error('app.childGone', { type, reason, exitCode });
    },
    unexpected(reason) {
      showProblem('problem.unexpected', reason);
    },
  };
}
