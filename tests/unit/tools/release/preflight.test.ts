import { describe, expect, it } from 'vitest';
import { preflightProblems, type ReleaseFacts, signingKeyProblems } from '../../../../tools/release/preflight.ts';
import { createUpdateKeys } from '../../../../tools/release/sign-feed.ts';

const keys = createUpdateKeys();
const feed = { FERRY_UPDATE_URL: 'https://updates.example/ferry' };
const apple = {
  ...feed,
  CSC_LINK: 'cert.p12',
  CSC_KEY_PASSWORD: 'secret',
  APPLE_API_KEY: 'key.p8',
  APPLE_API_KEY_ID: 'K1',
};
const windows = { ...feed, WIN_CSC_LINK: 'cert.pfx', WIN_CSC_KEY_PASSWORD: 'secret', WIN_PUBLISHER_NAME: 'Ferry GmbH' };
const azure = {
  ...feed,
  WIN_PUBLISHER_NAME: 'Ferry GmbH',
  AZURE_TENANT_ID: 't',
  AZURE_CLIENT_ID: 'c',
  AZURE_CLIENT_SECRET: 's',
  AZURE_SIGNING_ENDPOINT: 'https://weu.codesigning.azure.net',
  AZURE_SIGNING_ACCOUNT: 'a',
  AZURE_SIGNING_PROFILE: 'p',
};

function aRelease(patch: Partial<ReleaseFacts> = {}): ReleaseFacts {
  return {
    version: '1.2.0',
    tag: 'v1.2.0',
    changelog: '# Changelog\n\n## [1.2.0] - 2026-01-31\n\n### Added\n- Something.\n',
    updateKeys: [keys.publicKey],
    platform: 'linux',
    env: feed,
    notaryKey: '-----BEGIN PRIVATE KEY-----',
    isUnsigned: false,
    ...patch,
  };
}

describe('a release starts', () => {
  it.each([
    ['on Linux with a feed', {}],
    ['on macOS with a certificate and an API key', { platform: 'darwin', env: apple }],
    [
      'on macOS with an Apple ID',
      {
        platform: 'darwin',
        env: { ...feed, CSC_NAME: 'Ferry', APPLE_ID: 'a@b', APPLE_APP_SPECIFIC_PASSWORD: 'p', APPLE_TEAM_ID: 'T' },
      },
    ],
    ['on Windows with a certificate', { platform: 'win32', env: windows }],
    ['on Windows with Azure Trusted Signing', { platform: 'win32', env: azure }],
    ['as a rehearsal without any account and without a tag', { platform: 'darwin', isUnsigned: true, tag: null }],
  ] as [string, Partial<ReleaseFacts>][])('%s', (_what, patch) => {
    expect(preflightProblems(aRelease(patch))).toEqual([]);
  });
});

describe('a release does not start', () => {
  const without = (env: Record<string, string>, name: string) => ({ ...env, [name]: '' });
  it.each([
    ['without a tag', { tag: null }, 'No tag'],
    ['from the tag of another version', { tag: 'v1.2.1' }, 'The tag v1.2.1 is not v1.2.0'],
    ['from a tag without its v', { tag: '1.2.0' }, 'The tag 1.2.0 is not v1.2.0'],
    ['with a version no desk could compare', { version: '1.2.0-rc.1', tag: 'v1.2.0-rc.1' }, 'is not a version'],
    ['without an entry in the changelog', { version: '1.3.0', tag: 'v1.3.0' }, 'CHANGELOG.md has nothing about 1.3.0'],
    ['with a changelog that is not in order', { changelog: '## [1.2.0]\n\n### Added\n- x\n' }, 'has no day'],
    ['without a feed', { env: {} }, 'FERRY_UPDATE_URL is not set'],
    ['with a feed that is not https', { env: { FERRY_UPDATE_URL: 'http://updates.example' } }, 'is not https'],
    [
      'with a password in the address',
      { env: { FERRY_UPDATE_URL: 'https://a:b@updates.example' } },
      'more than the address',
    ],
    ['without a key to verify updates', { updateKeys: [] }, 'pins no key'],
    ['with a key that is none', { updateKeys: ['abc'] }, 'abc is no Ed25519 public key'],
    ['with more keys than two', { updateKeys: [keys.publicKey, keys.publicKey, keys.publicKey] }, 'more than the key'],
    ['on macOS without anything', { platform: 'darwin' }, 'No way to the notary'],
    [
      'on macOS without a certificate',
      { platform: 'darwin', env: without(apple, 'CSC_LINK') },
      'No Developer ID certificate',
    ],
    [
      'on macOS with a certificate and no password',
      { platform: 'darwin', env: without(apple, 'CSC_KEY_PASSWORD') },
      'CSC_KEY_PASSWORD missing',
    ],
    [
      'on macOS with half of an API key',
      { platform: 'darwin', env: without(apple, 'APPLE_API_KEY_ID') },
      'APPLE_API_KEY_ID missing',
    ],
    [
      'on macOS with half of an Apple ID beside a whole API key',
      { platform: 'darwin', env: { ...apple, APPLE_ID: 'a@b' } },
      'APPLE_APP_SPECIFIC_PASSWORD, APPLE_TEAM_ID missing beside APPLE_ID',
    ],
    [
      'on macOS with a file for the API key that is not there',
      { platform: 'darwin', env: apple, notaryKey: null },
      'APPLE_API_KEY: key.p8 is no private key',
    ],
    [
      'on macOS with an empty file for the API key, as an empty secret leaves it',
      { platform: 'darwin', env: apple, notaryKey: '' },
      'APPLE_API_KEY: key.p8 is no private key',
    ],
    [
      'on macOS where no certificate would be looked for',
      { platform: 'darwin', env: { ...apple, CSC_IDENTITY_AUTO_DISCOVERY: 'false' } },
      'would leave the app unsigned',
    ],
    ['on Windows without anything', { platform: 'win32' }, 'No way to sign'],
    [
      'on Windows with a certificate and no password',
      { platform: 'win32', env: without(windows, 'WIN_CSC_KEY_PASSWORD') },
      'No way to sign',
    ],
    [
      'on Windows without a publisher',
      { platform: 'win32', env: without(windows, 'WIN_PUBLISHER_NAME') },
      'WIN_PUBLISHER_NAME',
    ],
    [
      'on Windows with half of Azure',
      { platform: 'win32', env: without(azure, 'AZURE_CLIENT_SECRET') },
      'AZURE_CLIENT_SECRET missing',
    ],
  ] as [string, Partial<ReleaseFacts>, string][])('%s', (_what, patch, problem) => {
    expect(preflightProblems(aRelease(patch)).join('\n')).toContain(problem);
  });
});

describe('the signing key', () => {
  it('is one pinned in the app', () => {
    expect(signingKeyProblems(keys.privateKey, ['x', keys.publicKey])).toEqual([]);
  });

  it.each([
    ['missing', undefined, 'is not set'],
    ['another one', createUpdateKeys().privateKey, 'belongs to none'],
    ['none', 'abc', 'is no Ed25519 key'],
  ])('is refused when it is %s', (_what, key, problem) => {
    expect(signingKeyProblems(key, [keys.publicKey]).join()).toContain(problem);
  });
});
