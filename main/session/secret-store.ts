import type * as z from 'zod';
import type { Log } from '#app/contract/ports.ts';
import { readFileIfAny, removeFileIfAny, writeFileAtomically } from '../system/atomic-file.ts';

export interface Encryption {
  isAvailable(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  /** `isStale`: the key has changed, so encrypt the text again. */
  decrypt(encrypted: Buffer): Promise<{ text: string; isStale: boolean }>;
}

export interface SecretStore<T> {
  /** The stored secret, or null if there is none or the system can no longer decrypt it. */
  load(): Promise<T | null>;
  /** Returns whether it is on disk; it is not if the system cannot encrypt. */
  save(secret: T): Promise<boolean>;
  clear(): void;
}

/** Keeps a secret in one encrypted file, or nowhere. `name` prefixes its log events. */
export function createSecretStore<S extends z.ZodType>(deps: {
  name: string;
  file: string;
  schema: S;
  encryption: Encryption;
  log: Log;
}): SecretStore<z.output<S>> {
  const { name, file, schema, encryption, log } = deps;

  async function save(secret: z.output<S>): Promise<boolean> {
    try {
      if (await encryption.isAvailable()) {
        writeFileAtomically(file, await encryption.encrypt(JSON.stringify(secret)));
        return true;
      }
    } catch (thrown) {
      log.warn(`${name}.notKept`, { reason: String(thrown) });
    }
    removeFileIfAny(file);
    return false;
  }

  return {
    async load() {
      try {
        const encrypted = readFileIfAny(file);
        if (encrypted === null || !(await encryption.isAvailable())) return null;
        const { text, isStale } = await encryption.decrypt(encrypted);
        const secret = schema.parse(JSON.parse(text));
        if (isStale) await save(secret);
        return secret;
      } catch (thrown) {
        log.warn(`${name}.unreadable`, { reason: thrown instanceof Error ? thrown.name : 'unknown' });
        return null;
      }
    },
    save,
    clear: () => removeFileIfAny(file),
  };
}
