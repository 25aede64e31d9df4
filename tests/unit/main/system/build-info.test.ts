import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readBuildInfo } from '../../../../main/system/build-info.ts';
import { temporaryFolder } from '../support.ts';

const updates = { url: 'https://updates.example/ferry', keys: ['a', 'b'] };

it.each([
  ['nothing is given', {}, { updates: null, isForTests: false }],
  [
    'a feed is given',
    { ferry: { updates } },
    { updates: { ...updates, checkTimeoutMs: 30_000, stallTimeoutMs: 60_000 }, isForTests: false },
  ],
  ['it is for tests', { ferry: { isForTests: true } }, { updates: null, isForTests: true }],
  [
    'the feed is not https',
    { ferry: { updates: { ...updates, url: 'http://updates.example' }, isForTests: true } },
    { updates: null, isForTests: false },
  ],
  ['there are no keys', { ferry: { updates: { ...updates, keys: [] } } }, { updates: null, isForTests: false }],
])('a copy of which %s', (_what, manifest, info) => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  expect(readBuildInfo(folder)).toEqual(info);
});

it('a copy without a manifest has no feed', () => {
  expect(readBuildInfo(temporaryFolder())).toEqual({ updates: null, isForTests: false });
});
