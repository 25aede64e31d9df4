import { hash } from 'node:crypto';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { Device, UnreadRound } from '../storage/devices.ts';
import type { Firm } from '../storage/firms.ts';
import { ticketRound } from './secrets.ts';

/**
 * What a round's number, ticket and changes say about the device.
 * `accepted`: goes on where it stands · `cloned`: two copies of one device are at work · `rewound`: the device holds a
 * ticket this data set does not remember, so the data was put back by hand.
 */
export type RoundCheck =
  | { kind: 'accepted'; ticketRound: number; unread: UnreadRound[] }
  | { kind: 'cloned' }
  | { kind: 'rewound' };

type Round = Pick<SyncRequest, 'deviceId' | 'ticket' | 'round' | 'epoch' | 'unanswered'> & {
  changes: readonly { changeId: string }[];
};

const NEVER_SEEN = { lastRound: 0, ticketRound: 0, roundMark: null, unread: [] };

/**
 * A device numbers its attempts and, with each, presents the ticket of the newest answer it has read and names every
 * change it has sent without reading an answer. Two copies of a device cannot both be right about that: one repeats a
 * number that was used, has not read an answer that "it" has already proven to have read, or knows nothing of a change
 * that "it" has sent. The very same round twice is the network's doing and is answered again.
 */
export function checkRound(device: Device | undefined, request: Round, mark: string, firm: Firm): RoundCheck {
  const isThisEpoch = request.epoch === firm.epoch;
  const countedIn = device?.epoch ?? firm.epoch;
  const known = device && (countedIn === firm.epoch || countedIn === request.epoch) ? device : NEVER_SEEN;
  const presented = isThisEpoch || request.epoch === countedIn ? readTicket(firm, request) : 0;
  if (presented === undefined) return { kind: 'cloned' };
  // A backup rightly knows less than a device of the epoch it was made in.
  if (isThisEpoch && presented > known.lastRound) return { kind: 'rewound' };
  const unread = known.unread.filter(({ round }) => round > presented);
  const isNext = request.round > known.lastRound || (request.round === known.lastRound && known.roundMark === mark);
  if (!isNext || presented < known.ticketRound || !namesAll(request, unread)) return { kind: 'cloned' };
  if (!isThisEpoch) return { kind: 'accepted', ticketRound: 0, unread: [] };
  return { kind: 'accepted', ticketRound: presented, unread: withRound(unread, request) };
}

/** The round whose answer was read last, 0 for none; undefined for a ticket that was never made. */
function readTicket({ secret }: Firm, { ticket, epoch, deviceId }: Round): number | undefined {
  return ticket === null || epoch === null ? 0 : ticketRound(secret, epoch, deviceId, ticket);
}

function namesAll({ changes, unanswered }: Round, unread: readonly UnreadRound[]): boolean {
  const named = new Set([...changes.map(({ changeId }) => changeId), ...unanswered]);
  return unread.every(({ changeIds }) => changeIds.every((changeId) => named.has(changeId)));
}

function withRound(unread: readonly UnreadRound[], { round, changes }: Round): UnreadRound[] {
  const earlier = unread.filter((each) => each.round !== round);
  return changes.length === 0 ? earlier : [...earlier, { round, changeIds: changes.map(({ changeId }) => changeId) }];
}

/** What a round carries, in short: equal for a request that the network delivered twice, different for a copy's. */
export function roundMark(request: SyncRequest): string {
  const carried = [request.ticket, request.epoch, request.cursor, request.ackedThrough, request.unanswered.join()];
  const changes = request.changes.map((change) => change.changeId);
  return hash('sha256', JSON.stringify([carried, changes]), 'base64url');
}
