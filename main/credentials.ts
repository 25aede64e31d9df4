import type { SafeStorage } from 'electron';
import * as z from 'zod';
import type { Log } from '#app/contract/ports.ts';
import { readFileIfAny, removeFileIfAny, writeFileAtomically } from './files.ts';

/** What proves to the server who we are, and to us that it is the server. Never on disk in plain. */
export const credentialsSchema = z.object({
  server: z.string(),
  token: z.string(),
  healthKey: z.string(),
  expiresAtMs: z.number(),
});
export type Credentials = z.infer<typeof credentialsSchema>;

export interface Encryption {
  isAvailable(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  /** `isStale`: the key changed since, so the text should be encrypted again. */
  decrypt(encrypted: Buffer): Promise<{ text: string; isStale: boolean }>;
}

/** The system's key store behind one face, preferring the calls that do not block. */
export function createEncryption(calls: SafeStorageCalls, platform: NodeJS.Platform): Encryption {
  /** With `basic_text` Chromium encrypts with a password everyone knows: that is no protection. */
  const isProtected = () => platform !== 'linux' || calls.getSelectedStorageBackend() !== 'basic_text';
  if (hasAsynchronousCalls(calls)) {
    return {
      isAvailable: async () => isProtected() && (await calls.isAsyncEncryptionAvailable()),
      encrypt: (text) => calls.encryptStringAsync(text),
      async decrypt(encrypted) {
        const { result, shouldReEncrypt } = await calls.decryptStringAsync(encrypted);
        return { text: result, isStale: shouldReEncrypt };
      },
    };
  }
  if (!hasSynchronousCalls(calls)) throw new Error('This Electron has no safeStorage.');
  return {
    isAvailable: async () => isProtected() && calls.isEncryptionAvailable(),
    encrypt: async (text) => calls.encryptString(text),
    decrypt: async (encrypted) => ({ text: calls.decryptString(encrypted), isStale: false }),
  };
}

type AsynchronousCalls = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;
type SynchronousCalls = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;
/** Of a runtime older than the asynchronous calls, or newer than the synchronous ones. */
export type SafeStorageCalls = AsynchronousCalls | SynchronousCalls;

function hasAsynchronousCalls(calls: SafeStorageCalls): calls is AsynchronousCalls {
  return 'encryptStringAsync' in calls;
}

function hasSynchronousCalls(calls: SafeStorageCalls): calls is SynchronousCalls {
  return 'encryptString' in calls;
}

export interface CredentialStore {
  /** What was kept, or null where nothing was or the system cannot decrypt it any more. */
  load(): Promise<Credentials | null>;
  /** Returns whether they were kept on disk; where the system cannot encrypt they are not. */
  save(credentials: Credentials): Promise<boolean>;
  clear(): void;
}

/** Keeps the credentials in one encrypted file, or nowhere. */
export function createCredentialStore(deps: { file: string; encryption: Encryption; log: Log }): CredentialStore {
  const { file, encryption, log } = deps;

  async function save(credentials: Credentials): Promise<boolean> {
    try {
      if (await encryption.isAvailable()) {
        writeFileAtomically(file, await encryption.encrypt(JSON.stringify(credentials)));
        return true;
      }
    } catch (thrown) {
      log.warn('credentials.notKept', { reason: String(thrown) });
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
        const credentials = credentialsSchema.parse(JSON.parse(text));
        if (isStale) await save(credentials);
        return credentials;
      } catch (thrown) {
        log.warn('credentials.unreadable', { reason: thrown instanceof Error ? thrown.name : 'unknown' });
        return null;
      }
    },
    save,
    clear: () => removeFileIfAny(file),
  };
}
