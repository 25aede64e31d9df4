import type { ErrorCode, FerryError } from '#app/contract/errors.ts';

/** What is shown of a refused certificate. Times are ms since the epoch. */
export interface SeenCertificate {
  host: string;
  /** Whom it is made out to, and who issued it. */
  subject: string;
  issuer: string;
  validFromMs: number;
  validUntilMs: number;
}

/** Days are shown in UTC, so that two computers show the same for one certificate. */
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * Why a certificate was refused, with what its words name.
 * @param error what the network stack made of it
 * @param serverMs what time the server says it is; null where it did not say
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

/** By the server's own time, else by what is likelier: few certificates are used before they are valid. */
function isByClock({ validFromMs, validUntilMs }: SeenCertificate, nowMs: number, serverMs: number | null): boolean {
  if (serverMs === null) return nowMs < validFromMs;
  return serverMs >= validFromMs && serverMs <= validUntilMs;
}
