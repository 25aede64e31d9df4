import type { Drafts } from './drafts.ts';
import type { RendererStateStore } from './state-store.ts';

/** Each write costs main a durable commit: not at every keystroke, but soon after a pause and during long typing. */
const IDLE_MS = 1000;
const MOST_WAIT_MS = 3000;
const RETRY_MS = 5000;

/** Saves drafts in main as they change. Returns a function that saves the rest and stops. */
export function startDraftKeeping(store: RendererStateStore, drafts: Drafts): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingSinceMs: number | null = null;

  function persist() {
    clearTimeout(timer);
    waitingSinceMs = null;
    void drafts.persist().then((isKept) => {
      if (!isKept && waitingSinceMs === null) wait(RETRY_MS);
    });
  }

  function wait(delayMs: number) {
    clearTimeout(timer);
    timer = setTimeout(persist, delayMs);
  }

  function onDrafts() {
    const nowMs = performance.now();
    waitingSinceMs ??= nowMs;
    wait(Math.min(IDLE_MS, waitingSinceMs + MOST_WAIT_MS - nowMs));
  }

  const stop = store.subscribe((state, before) => {
    const person = state.session?.person.id ?? null;
    if (person !== (before.session?.person.id ?? null)) void drafts.open(person);
    else if (state.drafts !== before.drafts) onDrafts();
  });
  return () => {
    stop();
    persist();
    clearTimeout(timer);
  };
}
