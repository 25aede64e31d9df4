import type { SafeStorage } from 'electron';
import * as z from 'zod';
import type { Log } from '#app/contract/ports.ts';
import { createSecretStore, type Encryption, type SecretStore } from './secret-store.ts';

/** Authenticates this desk to the server and the server to this desk. Never on disk unencrypted. */
export const credentialsSchema = z.object({
  server: z.string(),
  token: z.string(),
  healthKey: z.string(),
  expiresAtMs: z.number(),
});
export type Credentials = z.infer<typeof credentialsSchema>;

/** One interface for the system's key store; prefers the asynchronous calls. */
export function createEncryption(calls: SafeStorageCalls, platform: NodeJS.Platform): Encryption {
  /** With `basic_text` Chromium encrypts with a well-known password: no protection. */
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
/** Older runtimes lack the asynchronous calls, newer ones the synchronous ones. */
export type SafeStorageCalls = AsynchronousCalls | SynchronousCalls;

function hasAsynchronousCalls(calls: SafeStorageCalls): calls is AsynchronousCalls {
  return 'encryptStringAsync' in calls;
}

function hasSynchronousCalls(calls: SafeStorageCalls): calls is SynchronousCalls {
  return 'encryptString' in calls;
}

export type CredentialStore = SecretStore<Credentials>;

/** Stores the credentials in one encrypted file, or nowhere. */
export function createCredentialStore(deps: { file: string; encryption: Encryption; log: Log }): CredentialStore {
  return createSecretStore({ ...deps, name: 'credentials', schema: credentialsSchema });
}
