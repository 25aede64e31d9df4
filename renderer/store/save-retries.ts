import { recordKey } from '#app/contract/record-key.ts';
import type { FieldEdits } from './field-edits.ts';
import type { RecordDraft, RendererState } from './state.ts';
import type { RendererStateStore } from './state-store.ts';

const FIRST_MS = 2_000;
const MOST_MS = 15_000;

/**
 * Retries saves that the disk refused: with growing delays, and at once when main can write again. Returns the function
 * that stops it.
 */
export function startSaveRetries(store: RendererStateStore, fieldEdits: FieldEdits): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let delayMs = FIRST_MS;

  function wait(): void {
    timer ??= setTimeout(() => {
      timer = null;
      delayMs = Math.min(MOST_MS, 2 * delayMs);
      void retry();
    }, delayMs);
  }

  async function retry(): Promise<void> {
    await fieldEdits.retryUnsaved();
    if (hasUnsaved(store.getState())) wait();
  }

  const stop = store.subscribe((state, before) => {
    if (state.drafts === before.drafts && state.status === before.status) return;
    if (!hasUnsaved(state)) {
      delayMs = FIRST_MS;
      return;
    }
    const canWrite = state.status?.regions.store === 'ok' && before.status?.regions.store !== 'ok';
    if (canWrite) void retry();
    else wait();
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}

/** Whether a record shows a value that could not be saved yet. */
export function hasUnsavedFields({ drafts }: RendererState, table: string, id: string): boolean {
  return isUnsaved(drafts[recordKey(table, id)]);
}

function hasUnsaved({ drafts }: RendererState): boolean {
  return Object.values(drafts).some(isUnsaved);
}

function isUnsaved(draft: RecordDraft | undefined): boolean {
  return Object.values(draft?.fields ?? {}).some(({ unsaved }) => unsaved !== null);
}
