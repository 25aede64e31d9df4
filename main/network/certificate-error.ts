import type { ErrorCode, FerryError } from '#app/contract/errors.ts';

/** Facts shown about a refused certificate. Times are ms since the epoch. */
export interface SeenCertificate {
  host: string;
  /** Subject and issuer. */
  subject: string;
  issuer: string;
  validFromMs: number;
  validUntilMs: number;
}

/** In UTC, so that every computer shows the same day for a certificate. */
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * Why a certificate was refused, with parameters for the message.
 * @param error the network stack's error
 * @param serverMs the server's time; null if unknown
 */
export function certificateError(
  error: FerryError,
  certificate: SeenCertificate,
  nowMs: number,
  serverMs: number | null,
): FerryError {
  const { host, subject, issuer, validFromMs, validUntilMs } = certificate;
  const isClockWrong = error.code === 'network.certificateExpired' && isByClock(certificate, nowMs, serverMs);
  const code: ErrorCode = isClockWrong ? 'network.clockWrong' : error.code;
  const details = {
    ...error.details,
    ...{ host, subject, issuer, validFrom: dayOf(validFromMs), validUntil: dayOf(validUntilMs), here: dayOf(nowMs) },
    ...(serverMs === null ? {} : { there: dayOf(serverMs) }),
  };
  return {
    ...error,
    code,
    action: isClockWrong ? 'retry' : error.action,
    details,
  };
}

/** By the server's time, else by what is more likely: few certificates are used before they are valid. */
function isByClock({ validFromMs, validUntilMs }: SeenCertificate, nowMs: number, serverMs: number | null): boolean {
  if (serverMs === null) return nowMs < validFromMs;
  return serverMs >= validFromMs && serverMs <= validUntilMs;
}
