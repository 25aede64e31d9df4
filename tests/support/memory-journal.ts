import type { JournalFile } from '#app/store/outbox-journal/file.ts';

export interface MemoryJournal {
  /** As a process sees it. */
  file: JournalFile;
  bytes(): Buffer;
  setBytes(bytes: Buffer): void;
  /** What was set aside, by suffix. */
  aside(): string[];
  /** Until it is called with null, every write throws this. */
  fail(error: Error | null): void;
}

/** An outbox journal's file in memory, which outlives the desks that write it. What is written is on its disk at once. */
export function aMemoryJournal(initial: Buffer = Buffer.alloc(0)): MemoryJournal {
  let content = initial;
  let failure: Error | null = null;
  const aside: string[] = [];
  const check = (): void => {
    if (failure) throw failure;
  };
  return {
    file: {
      read: () => content,
      append(bytes) {
        check();
        content = Buffer.concat([content, bytes]);
      },
      truncate(length) {
        check();
        content = content.subarray(0, length);
      },
      sync: () => null,
      beginReplacement() {
        check();
        const parts: Buffer[] = [];
        return {
          append: (bytes) => void parts.push(bytes),
          sync: () => null,
          commit() {
            check();
            content = Buffer.concat(parts);
          },
          abandon: () => undefined,
        };
      },
      setAside(suffix) {
        aside.push(suffix);
        content = Buffer.alloc(0);
      },
      close: () => undefined,
    },
    bytes: () => content,
    setBytes(bytes) {
      content = bytes;
    },
    aside: () => aside,
    fail(error) {
      failure = error;
    },
  };
}
