import type { JournalFile } from './file.ts';

export interface FileSyncOptions {
  file: Pick<JournalFile, 'sync'>;
  /** Whether what was appended during a sync still needs one. */
  isWanted: () => boolean;
  onFailure: (thrown: unknown) => void;
}

/** Syncs the journal file to disk: one sync at a time, then another one for what was appended during it. */
export function createFileSync({ file, isWanted, onFailure }: FileSyncOptions) {
  let running: Promise<void> | null = null;
  let isDue = false;

  function start(): void {
    if (running) {
      isDue = true;
      return;
    }
    isDue = false;
    running =
      file.sync()?.then(
        () => ended(null),
        (thrown: unknown) => ended(thrown),
      ) ?? null;
  }

  function ended(failure: unknown): void | Promise<void> {
    running = null;
    if (failure !== null) onFailure(failure);
    else if (isDue && isWanted()) {
      start();
      return running ?? undefined;
    }
  }

  return {
    start,
    /** Resolves when everything appended before is on disk; null if it is. */
    running: (): Promise<void> | null => running,
    /** Waits until no sync runs. */
    async idle(): Promise<void> {
      while (running) await running;
    },
  };
}
