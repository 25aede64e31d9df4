import { describe, expect, it } from 'vitest';
import { planNotarization } from '../../build/notarize-dmg.ts';

const apiKey = { APPLE_API_KEY: 'key.p8', APPLE_API_KEY_ID: 'K1' };
const appleId = { APPLE_ID: 'a@b.test', APPLE_APP_SPECIFIC_PASSWORD: 'secret', APPLE_TEAM_ID: 'T1' };

describe('planNotarization', () => {
  it.each(['Ferry.zip', 'Ferry.exe', 'latest-mac.yml'])('leaves %s alone', (file) => {
    expect(planNotarization(file, 'darwin', apiKey)).toEqual({ kind: 'notApplicable' });
  });

  it('refuses a DMG away from macOS: a release would go out without it', () => {
    expect(planNotarization('Ferry.dmg', 'linux', apiKey)).toEqual({
      kind: 'refuse',
      reason: 'only macOS can notarize',
    });
  });

  it.each([{}, apiKey])('leaves the DMG of a rehearsal alone (%o)', (env) => {
    expect(planNotarization('Ferry.dmg', 'darwin', { ...env, FERRY_UNSIGNED: '1' })).toEqual({ kind: 'unsigned' });
  });

  it.each([
    ['nothing', {}],
    ['half of an API key', { APPLE_API_KEY: 'key.p8' }],
    ['an Apple ID without its team', { ...appleId, APPLE_TEAM_ID: '' }],
    ['a keychain without a profile', { APPLE_KEYCHAIN: 'login' }],
  ])('refuses a DMG where the environment holds %s, and says what to set', (_what, env) => {
    expect(planNotarization('Ferry.dmg', 'darwin', env)).toMatchObject({
      kind: 'refuse',
      reason: expect.stringContaining('APPLE_API_KEY_ID'),
    });
  });

  it.each([
    ['an API key of a person', apiKey, { appleApiKey: 'key.p8', appleApiKeyId: 'K1' }],
    [
      'an API key of a team',
      { ...apiKey, APPLE_API_ISSUER: 'I1' },
      { appleApiKey: 'key.p8', appleApiKeyId: 'K1', appleApiIssuer: 'I1' },
    ],
    ['an Apple ID', appleId, { appleId: 'a@b.test', appleIdPassword: 'secret', teamId: 'T1' }],
    ['a keychain profile', { APPLE_KEYCHAIN_PROFILE: 'ferry' }, { keychainProfile: 'ferry' }],
    ['both an API key and an Apple ID', { ...apiKey, ...appleId }, { appleApiKey: 'key.p8', appleApiKeyId: 'K1' }],
  ])('notarizes a DMG with %s', (_what, env, credentials) => {
    expect(planNotarization('Ferry.dmg', 'darwin', env)).toEqual({ kind: 'notarize', credentials });
  });
});
