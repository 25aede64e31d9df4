import type { JournalFile } from '#app/store/outbox-journal/file.ts';
import type { SeededRandom } from './random.ts';

/** The outbox journal on a computer's disk, which outlives the processes that write it. */
export interface OutboxFile {
  /** As a process sees it: once that is dead, it writes nothing. */
  mount(process: { isAlive: boolean }): JournalFile;
  bytes(): Buffer;
  /** Of what nobody has waited for, a part may be gone. */
  losePower(random: SeededRandom): void;
  /** Until `false`, nothing more can be written. */
  setFull(isFull: boolean): void;
  /** Garbles, cuts off or removes it while no process runs. Returns how. */
  damage(random: SeededRandom): string;
  copy(): OutboxFile;
}

/** What a mutant may do to the file; the product's code stays as it is. */
export interface OutboxTamper {
  outbox?(file: JournalFile): JournalFile;
}

export function createOutboxFile(tamper: OutboxTamper | undefined, initial: Buffer = Buffer.alloc(0)): OutboxFile {
  let content = initial;
  /** Bytes that lie on the disk whatever happens. */
  let durable = initial.length;
  let isFull = false;

  function mount(process: { isAlive: boolean }): JournalFile {
    const write = (work: () => void): void => {
      if (!process.isAlive) return;
      if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      work();
    };
    const file: JournalFile = {
      read: () => content,
      append: (bytes) =>
        write(() => {
          content = Buffer.concat([content, bytes]);
        }),
      truncate: (length) =>
        write(() => {
          content = content.subarray(0, length);
          durable = Math.min(durable, length);
        }),
      sync() {
        if (process.isAlive) durable = content.length;
        return null;
      },
      beginReplacement() {
        const parts: Buffer[] = [];
        return {
          append: (bytes) => write(() => void parts.push(bytes)),
          sync: () => null,
          commit: () =>
            write(() => {
              content = Buffer.concat(parts);
              durable = content.length;
            }),
          abandon: () => undefined,
        };
      },
      setAside: () =>
        write(() => {
          content = Buffer.alloc(0);
          durable = 0;
        }),
      close: () => undefined,
    };
    return tamper?.outbox?.(file) ?? file;
  }

  return {
    mount,
    bytes: () => content,
    losePower(random) {
      content = content.subarray(0, random.between(durable, content.length));
      durable = content.length;
    },
    setFull(full) {
      isFull = full;
    },
    damage(random) {
      const at = random.between(0, Math.max(0, content.length - 1));
      const [, how, damaged] = random.weighted<[number, string, () => Buffer]>([
        [6, 'garbled', () => garbled(content, at, random.between(1, 400))],
        [3, 'cut off', () => content.subarray(0, at)],
        [1, 'gone', () => Buffer.alloc(0)],
      ]);
      content = damaged();
      durable = content.length;
      return how;
    },
    copy: () => createOutboxFile(tamper, content),
  };
}

function garbled(bytes: Buffer, at: number, length: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xa7, at, Math.min(at + length, copy.length));
  return copy;
}
