import { hash } from 'node:crypto';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { Device, UnreadRound } from '../storage/devices.ts';
import type { Firm } from '../storage/firms.ts';
import { ticketRound } from './secrets.ts';

/**
 * What a round's number, ticket and changes say about the device. `accepted`: continues normally · `cloned`: two copies
 * of one device are active · `rewound`: the device has a ticket that this data set does not know, so the data was
 * restored manually.
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
 * A device numbers its attempts; with each it presents the ticket of the newest response it has read, and names every
 * change sent without a response read. Two copies of a device contradict each other: one repeats a used number, has not
 * read a response whose ticket was presented already, or does not know a change that was sent. An identical round
 * repeated is a network retry and is answered again.
 */
export function checkRound(device: Device | undefined, request: Round, mark: string, firm: Firm): RoundCheck {
  const isThisEpoch = request.epoch === firm.epoch;
  const countedIn = device?.epoch ?? firm.epoch;
  const known = device && (countedIn === firm.epoch || countedIn === request.epoch) ? device : NEVER_SEEN;
  const presented = isThisEpoch || request.epoch === countedIn ? readTicket(firm, request) : 0;
  if (presented === undefined) return { kind: 'cloned' };
  // Only within one epoch: after a regular restore the server legitimately knows less than the device.
  if (isThisEpoch && presented > known.lastRound) return { kind: 'rewound' };
  const unread = known.unread.filter(({ round }) => round > presented);
  const isNext = request.round > known.lastRound || (request.round === known.lastRound && known.roundMark === mark);
  if (!isNext || presented < known.ticketRound || !namesAll(request, unread)) return { kind: 'cloned' };
  if (!isThisEpoch) return { kind: 'accepted', ticketRound: 0, unread: [] };
  return { kind: 'accepted', ticketRound: presented, unread: withRound(unread, request) };
}

/** The last round whose response was read, 0 for none; undefined for a forged ticket. */
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

/** A short hash of a round's content: equal for a network retry, different for a copy's round. */
export function roundMark(request: SyncRequest): string {
  const carried = [request.ticket, request.epoch, request.cursor, request.ackedThrough, request.unanswered.join()];
  const changes = request.changes.map((change) => change.changeId);
  return hash('sha256', JSON.stringify([carried, changes]), 'base64url');
}
