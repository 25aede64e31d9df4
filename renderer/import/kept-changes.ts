import type { NewChange } from '#app/contract/operations.ts';

export type KeptChanges = ReturnType<typeof createKeptChanges>;

/**
 * An import's changes, kept in saved pages while the window may have to save them again. Compressed blobs, which the
 * browser moves to disk when large: redo is rare and must not keep a firm's whole list in memory.
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
