import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

function derive(secret: string, purpose: string): Buffer {
  return createHmac('sha256', secret).update(purpose).digest();
}

/** Given to a desk at sign-in; with it the server proves its identity in `/v1/health`. */
export function healthKey(firmSecret: string): string {
  return derive(firmSecret, 'health').toString('hex');
}

/** hex HMAC-SHA256(healthKey, nonce) */
export function healthProof(firmSecret: string, nonce: string): string {
  return createHmac('sha256', healthKey(firmSecret)).update(nonce).digest('hex');
}

/**
 * The ticket of a response: `<round>.<proof>`. Derived, not stored, so that the server distinguishes a ticket it issued
 * and forgot (restored data) from a forged one.
 */
export function makeTicket(firmSecret: string, epoch: string, deviceId: string, round: number): string {
  // A key object is five times as fast as raw bytes.
  const key = createSecretKey(derive(firmSecret, 'ticket'));
  const proof = createHmac('sha256', key).update(`${epoch}:${deviceId}:${round}`).digest();
  return `${round}.${proof.subarray(0, 16).toString('base64url')}`;
}

/** The round whose response carried this ticket; undefined if this firm never issued it for this device and epoch. */
export function ticketRound(firmSecret: string, epoch: string, deviceId: string, ticket: string): number | undefined {
  const round = Number(/^(\d{1,15})\./.exec(ticket)?.[1]);
  if (!Number.isSafeInteger(round)) return undefined;
  const expected = Buffer.from(makeTicket(firmSecret, epoch, deviceId, round));
  const given = Buffer.from(ticket);
  return expected.length === given.length && timingSafeEqual(expected, given) ? round : undefined;
}
