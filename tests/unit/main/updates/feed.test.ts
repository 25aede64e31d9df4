import { describe, expect, it } from 'vitest';
import { readFeed } from '../../../../main/updates/feed.ts';
import { createUpdateKeys, publicKeyOf, signFeed } from '../../../../tools/release/sign-feed.ts';
import { aFeed } from './support.ts';

const ours = createUpdateKeys();
const next = createUpdateKeys();
const theirs = createUpdateKeys();
const pinned = [ours.publicKey, next.publicKey];
const text = signFeed(aFeed(), [ours.privateKey]);

describe('a channel file', () => {
  it('is accepted with a signature of the current key', () => {
    expect(readFeed(text, pinned)).toEqual({ ok: true, feed: aFeed() });
  });

  it('is accepted with a signature of the next key', () => {
    expect(readFeed(signFeed(aFeed(), [next.privateKey]), pinned)).toMatchObject({ ok: true });
  });

  it('is accepted with one valid signature among others, so that keys can be rotated', () => {
    expect(readFeed(signFeed(aFeed(), [theirs.privateKey, ours.privateKey]), pinned)).toMatchObject({ ok: true });
  });

  it.each([
    ['signed by somebody else', signFeed(aFeed(), [theirs.privateKey])],
    ['whose version was changed after it was signed', text.replace('2.0.0', '2.0.1')],
    ['whose hash was changed', text.replace(/sha512\\":\\"./, 'sha512\\":\\"_')],
    ['whose rollout was raised', text.replace('rolloutPercent\\":100', 'rolloutPercent\\":99')],
    ['with a signature that is none', text.replace(/"value": "[^"]*"/, '"value": "AAAA"')],
  ])('is refused as not signed when it is %s', (_what, changed) => {
    expect(changed).not.toBe(text);
    expect(readFeed(changed, pinned)).toEqual({ ok: false, failure: 'badSignature' });
  });

  it('is refused without pinned keys', () => {
    expect(readFeed(text, [])).toEqual({ ok: false, failure: 'badSignature' });
    expect(readFeed(text, ['', 'no key'])).toEqual({ ok: false, failure: 'badSignature' });
  });

  it.each([
    ['a page of HTML', '<!doctype html><title>Welcome to the hotel</title>'],
    ['nothing', ''],
    ['other JSON', '{"version":"2.0.0"}'],
    ['without a signature', JSON.stringify({ signed: JSON.stringify(aFeed()), signatures: [] })],
  ])('is refused as no feed when it is %s', (_what, other) => {
    expect(readFeed(other, pinned)).toEqual({ ok: false, failure: 'badAnswer' });
  });

  it.each([
    ['a path out of its folder', { name: '../evil.AppImage' }],
    ['an absolute address', { name: 'https://evil.example/x.AppImage' }],
    ['a name that starts with a dash', { name: '-rf.AppImage' }],
    ['an empty hash', { sha512: '' }],
    ['no bytes', { bytes: 0 }],
  ])('cannot be signed with %s', (_what, patch) => {
    const [file] = aFeed().files;
    if (file === undefined) throw new Error('A feed has files');
    expect(() => signFeed(aFeed({ files: [{ ...file, ...patch }] }), [ours.privateKey])).toThrow();
  });

  it.each(['2.0', '2.0.0-rc.1', 'v2.0.0', '2.0.0\n', '10000.0.0'])(
    'cannot be signed with the version %o',
    (version) => {
      expect(() => signFeed(aFeed({ version }), [ours.privateKey])).toThrow();
    },
  );
});

it('the public key differs from the private one', () => {
  expect(publicKeyOf(ours.privateKey)).toBe(ours.publicKey);
});
