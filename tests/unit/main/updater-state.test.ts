import { describe, expect, it } from 'vitest';
import type { UpdateState } from '#app/contract/settings.ts';
import { type UpdaterEvent, updaterReducer } from '../../../main/updater-state.ts';

const disabled: UpdateState = { kind: 'disabled' };
const idle: UpdateState = { kind: 'idle' };
const checking: UpdateState = { kind: 'checking' };
const available: UpdateState = { kind: 'available', version: '2.0.0' };
const downloading: UpdateState = { kind: 'downloading', version: '2.0.0', percent: 40 };
const ready: UpdateState = { kind: 'ready', version: '2.0.0' };
const error: UpdateState = { kind: 'error', message: 'no network' };

const checkStarted: UpdaterEvent = { kind: 'checkStarted' };
const nothingNew: UpdaterEvent = { kind: 'nothingNew' };
const found: UpdaterEvent = { kind: 'found', version: '2.0.0' };
const foundNewer: UpdaterEvent = { kind: 'found', version: '2.1.0' };
const downloaded: UpdaterEvent = { kind: 'downloaded', version: '2.0.0' };
const failed: UpdaterEvent = { kind: 'failed', message: 'no network' };
const progressed = (percent: number): UpdaterEvent => ({ kind: 'progressed', percent });

describe('updaterReducer', () => {
  it.each<[string, UpdateState, UpdaterEvent, UpdateState]>([
    ['starts a check', idle, checkStarted, checking],
    ['starts a check after an error', error, checkStarted, checking],
    ['rests when nothing is new', checking, nothingNew, idle],
    ['tells of a version that was found', checking, found, available],
    ['downloads what was found', available, progressed(0), { kind: 'downloading', version: '2.0.0', percent: 0 }],
    ['counts in whole percents', downloading, progressed(41.9), { kind: 'downloading', version: '2.0.0', percent: 41 }],
    [
      'never counts past the whole',
      downloading,
      progressed(101),
      { kind: 'downloading', version: '2.0.0', percent: 100 },
    ],
    ['is ready once it is downloaded', downloading, downloaded, ready],
    ['reports a failed check', checking, failed, error],
    ['reports a failed download', downloading, failed, error],
    ['replaces what is ready by a newer version', ready, foundNewer, { kind: 'available', version: '2.1.0' }],
    ['ignores progress that belongs to nothing', idle, progressed(10), idle],
  ])('%s', (_what, state, event, next) => {
    expect(updaterReducer(state, event)).toEqual(next);
  });

  it.each<[string, UpdateState, UpdaterEvent]>([
    ['a download while another check starts', downloading, checkStarted],
    ['a download that is found again', downloading, found],
    ['a download of less than a percent more', downloading, progressed(40.4)],
    ['what is ready when a check starts', ready, checkStarted],
    ['what is ready when it is found again', ready, found],
    ['what is ready when nothing newer is there', ready, nothingNew],
    ['what is ready when a check fails', ready, failed],
  ])('keeps, as the same object, %s', (_what, state, event) => {
    expect(updaterReducer(state, event)).toBe(state);
  });

  it.each([checkStarted, nothingNew, found, progressed(1), downloaded, failed])(
    'stays disabled through %o',
    (event) => {
      expect(updaterReducer(disabled, event)).toBe(disabled);
    },
  );
});
