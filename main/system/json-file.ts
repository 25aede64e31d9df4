import type * as z from 'zod';
import type { Clock, Log } from '#app/contract/ports.ts';
import { keepAside, readFileIfAny, removeFileIfAny, writeFileAtomically } from './atomic-file.ts';

export interface JsonFile<T> {
  /**
   * The validated content, or null if there is none or it is invalid (then renamed and kept).
   * @throws FerryFailure `file.unreadable` if it cannot be read now; the caller must not overwrite it
   */
  read(): T | null;
  write(value: T): void;
  remove(): void;
}

/** A small JSON file, validated when read and replaced atomically when written. */
export function createJsonFile<S extends z.ZodType>(deps: {
  file: string;
  schema: S;
  /** Called when the content is invalid, with the path under which it is kept. */
  onInvalid?: (keptAs: string) => void;
  clock: Clock;
  log: Log;
}): JsonFile<z.output<S>> {
  const { file, schema, clock, log } = deps;
  return {
    read() {
      const content = readFileIfAny(file);
      try {
        return content === null ? null : schema.parse(JSON.parse(content.toString('utf8')));
      } catch (thrown) {
        const keptAs = keepAside(file, clock.nowMs());
        log.warn('file.unreadable', { file, reason: String(thrown), keptAs });
        deps.onInvalid?.(keptAs ?? file);
        return null;
      }
    },
    write: (value) => writeFileAtomically(file, `${JSON.stringify(value, null, 2)}\n`),
    remove: () => removeFileIfAny(file),
  };
}
