import { v7 as uuidv7 } from 'uuid';
import type { ImportLabel } from '#app/contract/imports.ts';
import type { RendererStore } from '../store/renderer-store.ts';
import { type ImportOutcome, saveAgain } from './run-import.ts';

type Deps = Pick<RendererStore, 'client' | 'changes' | 'notices'>;
type Values = { count: number; what: string; total: number; left: number };

/** Shows how an import ended, with a button that undoes it; a cancelled import is undone at once. */
export async function reportImport(
  { client, changes, notices }: Deps,
  { count, result, changes: saved }: ImportOutcome,
  label: ImportLabel,
  values: Values,
): Promise<void> {
  if (result.ok && result.value === 'cancelled') {
    notices.say('import.cancelled', values);
    if (count > 0) await changes.undoImport(label.importId);
    return;
  }
  if (!result.ok) notices.fail(result.error);
  const message = !result.ok ? 'import.stopped' : values.left > 0 ? 'import.doneInPart' : 'import.done';
  if (count === 0) {
    notices.say(message, values);
    return;
  }

  async function again(): Promise<string | null> {
    const repeated = { ...label, importId: uuidv7() };
    if (saved === null) return null;
    const answer = await saveAgain(client, saved, repeated);
    if (answer.ok) return repeated.importId;
    notices.fail(answer.error);
    return null;
  }
  changes.rememberImport(label.importId, { key: message, values }, saved === null ? null : again);
}
