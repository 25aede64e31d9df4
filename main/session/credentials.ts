import type { SafeStorage } from 'electron';
import * as z from 'zod';
import type { Log } from '#app/contract/ports.ts';
import { createSecretStore, type Encryption, type SecretStore } from './secret-store.ts';

/** What proves to the server who we are, and to us that it is the server. Never on disk in plain. */
export const credentialsSchema = z.object({
  server: z.string(),
  token: z.string(),
  healthKey: z.string(),
  expiresAtMs: z.number(),
});
export type Credentials = z.infer<typeof credentialsSchema>;

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

export type CredentialStore = SecretStore<Credentials>;

/** Keeps the credentials in one encrypted file, or nowhere. */
export function createCredentialStore(deps: { file: string; encryption: Encryption; log: Log }): CredentialStore {
  return createSecretStore({ ...deps, name: 'credentials', schema: credentialsSchema });
}
