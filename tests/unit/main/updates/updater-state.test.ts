import { describe, expect, it } from 'vitest';
import type { UpdateState } from '#app/contract/updates.ts';
import { type UpdaterEvent, updaterReducer } from '../../../../main/updates/updater-state.ts';

const two = { version: '2.0.0', notes: { en: '- New' } };
const unavailable: UpdateState = { kind: 'unavailable', reason: 'noFeed' };
const unchecked: UpdateState = { kind: 'unchecked' };
const checking: UpdateState = { kind: 'checking' };
const current: UpdateState = { kind: 'current', checkedAtMs: 5 };
const downloading: UpdateState = { kind: 'downloading', ...two, percent: 40 };
const ready: UpdateState = { kind: 'ready', ...two, isDue: false, failure: null };
const installing: UpdateState = { kind: 'installing', ...two };
const failed: UpdateState = { kind: 'failed', failure: 'unreachable', version: null };

const checkStarted: UpdaterEvent = { kind: 'checkStarted' };
const nothingOffered: UpdaterEvent = { kind: 'nothingOffered', checkedAtMs: 5 };
const checkFailed: UpdaterEvent = { kind: 'checkFailed', failure: 'unreachable' };
const downloadStarted: UpdaterEvent = { kind: 'downloadStarted', ...two };
const downloaded: UpdaterEvent = { kind: 'downloaded' };
const installStarted: UpdaterEvent = { kind: 'installStarted' };
const progressed = (percent: number): UpdaterEvent => ({ kind: 'progressed', percent });

describe('updaterReducer', () => {
  it.each<[string, UpdateState, UpdaterEvent, UpdateState]>([
    ['starts a check', unchecked, checkStarted, checking],
    ['starts a check after a failure', failed, checkStarted, checking],
    ['knows when it found nothing', checking, nothingOffered, current],
    ['reports a check that failed', checking, checkFailed, failed],
    ['downloads what is offered', checking, downloadStarted, { ...downloading, percent: 0 }],
    ['counts in whole percents', downloading, progressed(41.9), { ...downloading, percent: 41 }],
    ['never counts past the whole', downloading, progressed(101), { ...downloading, percent: 100 }],
    ['is ready once it is downloaded', downloading, downloaded, ready],
    [
      'reports a download that failed, and of which version',
      downloading,
      { kind: 'downloadFailed', failure: 'stalled' },
      { kind: 'failed', failure: 'stalled', version: '2.0.0' },
    ],
    ['replaces what is ready by another version', ready, downloadStarted, { ...downloading, percent: 0 }],
    [
      'reports that a ready update was withdrawn',
      ready,
      { kind: 'discarded', failure: 'withdrawn' },
      { kind: 'failed', failure: 'withdrawn', version: '2.0.0' },
    ],
    ['drops what is ready when the channel is changed', ready, { kind: 'channelChanged' }, checking],
    ['asks once it is time', ready, { kind: 'becameDue' }, { ...ready, isDue: true }],
    ['stops asking', { ...ready, isDue: true }, { kind: 'postponed' }, ready],
    ['installs what is ready', ready, installStarted, installing],
    [
      'keeps what could not be installed, and says why',
      installing,
      { kind: 'installFailed', failure: 'unconfirmed' },
      { ...ready, failure: 'unconfirmed' },
    ],
  ])('%s', (_what, state, event, next) => {
    expect(updaterReducer(state, event)).toEqual(next);
  });

  it.each<[string, UpdateState, UpdaterEvent]>([
    ['a download while another check starts', downloading, checkStarted],
    ['a download while a check fails', downloading, checkFailed],
    ['a download of less than a percent more', downloading, progressed(40.4)],
    ['what is ready when a check starts', ready, checkStarted],
    ['what is ready when a check fails', ready, checkFailed],
    ['what is being installed when a check fails', installing, checkFailed],
    ['what knows of no download', current, progressed(10)],
    ['what knows of no download that ended', current, downloaded],
    ['what has nothing to install', current, installStarted],
  ])('returns the same object for %s', (_what, state, event) => {
    expect(updaterReducer(state, event)).toBe(state);
  });

  it.each([checkStarted, nothingOffered, checkFailed, downloadStarted, progressed(1), downloaded, installStarted])(
    'stays unavailable through %o',
    (event) => {
      expect(updaterReducer(unavailable, event)).toBe(unavailable);
    },
  );
});
