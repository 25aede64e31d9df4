import { describe, expect, it } from 'vitest';
import { checkRound } from '../../../server/core/rounds.ts';
import { makeTicket } from '../../../server/core/secrets.ts';
import type { Device } from '../../../server/storage/devices.ts';
import type { Firm } from '../../../server/storage/firms.ts';

const firm: Firm = {
  firmId: 'firm',
  name: 'Firm',
  seq: 10,
  epoch: 'now',
  epochSeq: 0,
  epochAtMs: 0,
  earlierEpochs: [],
  horizon: 0,
  secret: 'secret',
};
const deviceId = 'device';

function seen(
  lastRound: number,
  ticketRound: number,
  roundMark = 'carried',
  more: Partial<Pick<Device, 'epoch' | 'unread'>> = {},
): Device {
  return {
    firmId: 'firm',
    deviceId,
    personId: 'p',
    name: '',
    lastRound,
    ticketRound,
    roundMark,
    ackedThrough: 0,
    seenAtMs: 0,
    epoch: 'now',
    unread: [],
    ...more,
  };
}

const ticketOf = (round: number, epoch = firm.epoch, device = deviceId) =>
  makeTicket(firm.secret, epoch, device, round);

/** A round with the ticket of an earlier one; `ticket: 0` is none. */
function check(
  device: Device | undefined,
  round: number,
  ticket: number | string,
  mark = 'fresh',
  epoch: string | null = 'now',
) {
  const shown = typeof ticket === 'string' ? ticket : ticket === 0 ? null : ticketOf(ticket);
  return checkRound(device, { deviceId, round, ticket: shown, epoch, changes: [], unanswered: [] }, mark, firm).kind;
}

describe('a round continues at its device’s position', () => {
  it.each([
    ['the first of a new device', undefined, 1, 0],
    ['one of a device whose first attempts never arrived', undefined, 7, 0],
    ['the next, with the ticket just read', seen(5, 4), 6, 5],
    ['one after answers that were lost', seen(5, 2), 6, 2],
    ['one after attempts that never arrived', seen(5, 4), 12, 5],
    ['one after nothing was ever read', seen(3, 0), 4, 0],
  ] as const)('%s', (_what, device, round, ticket) => {
    expect(check(device, round, ticket)).toBe('accepted');
  });

  it('also the same round again, if the network delivers it twice', () => {
    expect(check(seen(5, 4, 'carried'), 5, 4, 'carried')).toBe('accepted');
  });
});

describe('a copied device is detected', () => {
  it.each([
    ['by a number that carried something else', seen(5, 4), 5, 4],
    ['by a number from long ago', seen(50, 49), 6, 5],
    ['by a ticket older than one already shown, however far its numbers', seen(5, 4), 900, 3],
    ['by having forgotten every answer', seen(5, 4), 6, 0],
    ['by a forged ticket', seen(5, 4), 6, '5.forged'],
    ['by a ticket that is not one', seen(5, 4), 6, 'x'],
    ['by another device’s ticket', seen(5, 4), 6, ticketOf(5, 'now', 'other')],
    ['by a ticket of another epoch under this one', seen(5, 4), 6, ticketOf(5, 'before')],
  ] as const)('%s', (_what, device, round, ticket) => {
    expect(check(device, round, ticket)).toBe('cloned');
  });

  it('if it comes from an epoch its original has already left', () => {
    expect(check(seen(5, 4), 60, ticketOf(59, 'before'), 'fresh', 'before')).toBe('cloned');
  });
});

describe('a new epoch', () => {
  it('accepts a device of the old one, whatever its ticket', () => {
    expect(check(undefined, 60, ticketOf(59, 'before'), 'fresh', 'before')).toBe('accepted');
    expect(check(seen(0, 0), 60, 'anything', 'fresh', null)).toBe('accepted');
    expect(check(seen(5, 4, 'carried', { epoch: 'before' }), 60, ticketOf(59, 'before'), 'fresh', 'before')).toBe(
      'accepted',
    );
  });
});

describe('a copy that is ahead is detected by what it does not know', () => {
  const unread = [
    { round: 4, changeIds: ['a'] },
    { round: 5, changeIds: ['b', 'c'] },
  ];
  const round = (
    named: { changes?: string[]; unanswered?: string[] },
    ticket: number,
    device = seen(5, 3, 'carried', { unread }),
  ) => {
    const changes = (named.changes ?? []).map((changeId) => ({ changeId }));
    const epoch = device.epoch;
    const request = {
      deviceId,
      round: 9,
      ticket: ticketOf(ticket, epoch ?? 'now'),
      epoch,
      changes,
      unanswered: named.unanswered ?? [],
    };
    return checkRound(device, request, 'fresh', firm);
  };

  it('since it names nothing sent after the answer it last read', () => {
    expect(round({}, 3).kind).toBe('cloned');
    expect(round({ changes: ['a', 'b', 'd'] }, 3).kind).toBe('cloned');
  });

  it('but a device that lost its answers is not, which requests or repeats all of it', () => {
    expect(round({ changes: ['b', 'd'], unanswered: ['a', 'c'] }, 3)).toEqual({
      kind: 'accepted',
      ticketRound: 3,
      unread: [...unread, { round: 9, changeIds: ['b', 'd'] }],
    });
  });

  it('but a device that has read the answers is not', () => {
    expect(round({ changes: ['d'] }, 5)).toMatchObject({ kind: 'accepted', unread: [{ round: 9, changeIds: ['d'] }] });
    expect(round({ unanswered: ['b', 'c'] }, 4)).toMatchObject({ kind: 'accepted', unread: [unread[1]] });
  });

  it('even if the server was restored to an earlier state before it was detected', () => {
    const backup = seen(5, 3, 'carried', { epoch: 'before', unread });
    expect(round({}, 3, backup).kind).toBe('cloned');
    expect(round({}, 8, backup)).toEqual({ kind: 'accepted', ticketRound: 0, unread: [] });
  });
});

describe('data restored by hand', () => {
  it.each([
    ['does not know the device', undefined, 6, 5],
    ['is behind the round of the ticket', seen(3, 2), 6, 5],
  ] as const)('%s that shows a valid ticket', (_what, device, round, ticket) => {
    expect(check(device, round, ticket)).toBe('rewound');
  });
});
