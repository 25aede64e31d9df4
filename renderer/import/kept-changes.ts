import type { NewChange } from '#app/contract/operations.ts';

export type KeptChanges = ReturnType<typeof createKeptChanges>;

/**
 * The changes of an import, in the pages they were saved in, for as long as the window may be asked to save them again.
 * Packed, and as blobs, which the browser moves to the disk where they are many: a firm's whole list takes no memory of the
 * window for a key that hardly anybody presses.
 */
export function createKeptChanges() {
  const packed: Blob[] = [];
  return {
    async add(changes: readonly NewChange[]): Promise<void> {
      const stream = new Blob([JSON.stringify(changes)]).stream().pipeThrough(new CompressionStream('gzip'));
      packed.push(await new Response(stream).blob());
    },

    async *pages(): AsyncGenerator<NewChange[]> {
      for (const page of packed) {
        const stream = page.stream().pipeThrough(new DecompressionStream('gzip'));
        yield JSON.parse(await new Response(stream).text()) as NewChange[];
      }
    },
  };
}
