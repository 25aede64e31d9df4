import { hash } from 'node:crypto';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { Device } from '../storage/devices.ts';
import type { Firm } from '../storage/firms.ts';
import { ticketRound } from './secrets.ts';

/**
 * What a round's number and ticket say about the device.
 * `accepted`: goes on where it stands · `cloned`: two copies of one device are at work · `rewound`: the device holds a
 * ticket this data set does not remember, so the data was put back by hand.
 */
export type RoundCheck = { kind: 'accepted'; ticketRound: number } | { kind: 'cloned' } | { kind: 'rewound' };

type Round = Pick<SyncRequest, 'deviceId' | 'ticket' | 'round' | 'epoch'>;

/**
 * A device numbers its attempts and, with each, presents the ticket of the newest answer it has read. Two copies of a
 * device cannot both be right about either: one repeats a number that was used, or has not read an answer that "it" has
 * already proven to have read. The very same round twice is the network's doing and is answered again.
 */
export function checkRound(device: Device | undefined, request: Round, mark: string, firm: Firm): RoundCheck {
  const isThisEpoch = request.epoch === firm.epoch;
  const presented = isThisEpoch && request.ticket !== null ? readTicket(firm, request, request.ticket) : 0;
  if (presented === undefined) return { kind: 'cloned' };
  const lastRound = device?.lastRound ?? 0;
  if (presented > lastRound) return { kind: 'rewound' };
  if (presented < (device?.ticketRound ?? 0)) return { kind: 'cloned' };
  if (request.round > lastRound || (request.round === lastRound && device?.roundMark === mark)) {
    return { kind: 'accepted', ticketRound: presented };
  }
  return { kind: 'cloned' };
}

function readTicket(firm: Firm, request: Round, ticket: string): number | undefined {
  return ticketRound(firm.secret, firm.epoch, request.deviceId, ticket);
}

/** What a round carries, in short: equal for a request that the network delivered twice, different for a copy's. */
export function roundMark(request: SyncRequest): string {
  const carried = [request.ticket, request.epoch, request.cursor, request.ackedThrough, request.unanswered.join()];
  const changes = request.changes.map((change) => change.changeId);
  return hash('sha256', JSON.stringify([carried, changes]), 'base64url');
}
