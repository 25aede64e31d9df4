import * as z from 'zod';
import type { FeedChannel } from './feed.ts';

export const updateMemorySchema = z.object({
  /** The highest sequence seen per channel. */
  sequences: z.partialRecord(z.enum(['latest', 'beta']), z.int()).default({}),
  /** The version being installed; if an older one finds it at the next start, the installation failed. */
  installing: z.string().nullable().default(null),
  /** When a version became ready, and when the person was last asked; ms since the epoch. */
  ready: z.object({ version: z.string(), sinceMs: z.int(), askedAtMs: z.int().nullable() }).nullable().default(null),
});
export type RememberedUpdates = z.infer<typeof updateMemorySchema>;

/** What the updater keeps across restarts. */
export interface UpdateMemory {
  get(): RememberedUpdates;
  set(patch: Partial<RememberedUpdates>): void;
  /** Records a feed's sequence. False if a newer feed of the channel was seen before. */
  accept(channel: FeedChannel, sequence: number): boolean;
}

interface MemoryFile {
  read(): RememberedUpdates | null;
  write(value: RememberedUpdates): void;
}

/** @param onUnwritten called if the file cannot be written; a full disk must not block an update that may help */
export function createUpdateMemory(file: MemoryFile, onUnwritten: (reason: string) => void): UpdateMemory {
  let current = file.read() ?? updateMemorySchema.parse({});

  function set(patch: Partial<RememberedUpdates>): void {
    const next = { ...current, ...patch };
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    try {
      file.write(current);
    } catch (thrown) {
      onUnwritten(String(thrown));
    }
  }

  return {
    get: () => current,
    set,
    accept(channel, sequence) {
      const seen = current.sequences[channel] ?? 0;
      if (sequence < seen) return false;
      set({ sequences: { ...current.sequences, [channel]: sequence } });
      return true;
    },
  };
}
