import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  type Credentials,
  createCredentialStore,
  createEncryption,
  type SafeStorageCalls,
} from '../../../../main/session/credentials.ts';
import { recordingLog, temporaryFolder } from '../support.ts';

const credentials: Credentials = {
  server: 'https://ferry.example.com',
  token: 'token-that-must-stay-secret',
  healthKey: 'health-key-that-must-stay-secret',
  expiresAtMs: 1_800_000_000_000,
};

type Backend = ReturnType<SafeStorageCalls['getSelectedStorageBackend']>;

const scramble = (text: string) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0x5a) as Buffer;
const unscramble = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString('utf8');

function synchronousCalls(backend: Backend = 'gnome_libsecret', isAvailable = true): SafeStorageCalls {
  return {
    isEncryptionAvailable: () => isAvailable,
    encryptString: scramble,
    decryptString: unscramble,
    getSelectedStorageBackend: () => backend,
  };
}

function asynchronousCalls(options: { isAvailable?: boolean; shouldReEncrypt?: boolean } = {}) {
  let encryptions = 0;
  const calls: SafeStorageCalls = {
    isAsyncEncryptionAvailable: async () => options.isAvailable ?? true,
    encryptStringAsync: async (text: string) => {
      encryptions += 1;
      return scramble(text);
    },
    decryptStringAsync: async (bytes: Buffer) => ({
      result: unscramble(bytes),
      shouldReEncrypt: options.shouldReEncrypt ?? false,
    }),
    getSelectedStorageBackend: () => 'gnome_libsecret',
  };
  return { calls, encryptions: () => encryptions };
}

function aStore(calls: SafeStorageCalls, platform: NodeJS.Platform = 'linux') {
  const file = path.join(temporaryFolder(), 'credentials.bin');
  const encryption = createEncryption(calls, platform);
  return { file, store: createCredentialStore({ file, encryption, log: recordingLog() }) };
}

test.each([
  ['the asynchronous calls', asynchronousCalls().calls],
  ['the synchronous calls of an older runtime', synchronousCalls()],
])('with %s they are restored, and nothing on disk is readable', async (_name, calls) => {
  const { file, store } = aStore(calls);
  expect(await store.save(credentials)).toBe(true);
  expect(await store.load()).toEqual(credentials);
  const onDisk = readFileSync(file).toString('latin1');
  for (const secret of [credentials.token, credentials.healthKey]) {
    expect(onDisk).not.toContain(secret);
    expect(onDisk).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20));
  }
});

test('a runtime with both APIs is called by the one that does not block', async () => {
  const { calls, encryptions } = asynchronousCalls();
  const both = { ...synchronousCalls(), ...calls };
  await aStore(both).store.save(credentials);
  expect(encryptions()).toBe(1);
});

test.each([
  ['no key store at all', synchronousCalls('gnome_libsecret', false), 'linux' as const],
  ['a password everyone knows', synchronousCalls('basic_text'), 'linux' as const],
  ['the asynchronous calls saying no', asynchronousCalls({ isAvailable: false }).calls, 'darwin' as const],
])('with %s nothing is written', async (_name, calls, platform) => {
  const { file, store } = aStore(calls, platform);
  expect(await store.save(credentials)).toBe(false);
  expect(existsSync(file)).toBe(false);
  expect(await store.load()).toBeNull();
});

test('if encryption becomes unavailable, stored credentials are removed', async () => {
  const { file, store } = aStore(asynchronousCalls().calls);
  await store.save(credentials);
  const weaker = createCredentialStore({
    file,
    encryption: createEncryption(synchronousCalls('basic_text'), 'linux'),
    log: recordingLog(),
  });
  expect(await weaker.save(credentials)).toBe(false);
  expect(existsSync(file)).toBe(false);
});

test('a rotated key makes them be encrypted again', async () => {
  const { calls, encryptions } = asynchronousCalls({ shouldReEncrypt: true });
  const { store } = aStore(calls);
  await store.save(credentials);
  await store.load();
  expect(encryptions()).toBe(2);
});

test('a file from another computer yields no credentials, and no exception', async () => {
  const { file, store } = aStore(synchronousCalls());
  writeFileSync(file, 'not ours');
  expect(await store.load()).toBeNull();
});

test('signing out removes everything', async () => {
  const { file, store } = aStore(synchronousCalls());
  await store.save(credentials);
  store.clear();
  expect(existsSync(file)).toBe(false);
  store.clear();
});
