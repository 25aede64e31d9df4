import { createHash } from 'node:crypto';
import type { IdSource } from '#app/contract/ports.ts';

/** UUIDv7s that are the same in every run: the owner's name distinguishes them, a counter orders them. */
export function createIds(owner: string): IdSource {
  const tag = createHash('sha256').update(owner).digest('hex').slice(0, 7);
  let count = 0;
  return {
    next() {
      count += 1;
      const time = count.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7${tag.slice(0, 3)}-8${tag.slice(3, 6)}-${tag}00000`;
    },
  };
}
