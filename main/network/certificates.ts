import type { Session } from 'electron';
import type { SeenCertificate } from './certificate-error.ts';

/** Chromium's own verdict stands. */
const AS_VERIFIED = -3;
const ACCEPTED = 0;

/** Remembers which certificates Chromium refused, since the error of a request does not say whose it was. */
export function watchCertificates(
  session: Pick<Session, 'setCertificateVerifyProc'>,
): (host: string) => SeenCertificate | null {
  const refused = new Map<string, SeenCertificate>();
  session.setCertificateVerifyProc(({ hostname, certificate, errorCode }, decide) => {
    if (errorCode === 0) refused.delete(hostname);
    else
      refused.set(hostname, {
        host: hostname,
        subject: nameOf(certificate.subject, certificate.subjectName),
        issuer: nameOf(certificate.issuer, certificate.issuerName),
        validFromMs: certificate.validStart * 1000,
        validUntilMs: certificate.validExpiry * 1000,
      });
    decide(AS_VERIFIED);
  });
  return (host) => refused.get(host) ?? null;
}

function nameOf({ organizations }: { organizations?: string[] }, commonName: string): string {
  const [organisation] = organizations ?? [];
  return organisation === undefined || organisation === commonName ? commonName : `${commonName}, ${organisation}`;
}

/**
 * Asks a server for its time whatever its certificate, through a session that is used for nothing else: no token, no name
 * and no work travels, and the answer only chooses the words a person reads.
 */
export function createServerTime(
  session: Pick<Session, 'setCertificateVerifyProc' | 'fetch'>,
  deadlineMs: number,
): (url: string) => Promise<number | null> {
  session.setCertificateVerifyProc((_request, decide) => decide(ACCEPTED));
  return async (url) => {
    try {
      const response = await session.fetch(new URL(url).origin, {
        method: 'HEAD',
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'manual',
        signal: AbortSignal.timeout(deadlineMs),
      });
      const at = Date.parse(response.headers.get('date') ?? '');
      return Number.isNaN(at) ? null : at;
    } catch {
      return null;
    }
  };
}
