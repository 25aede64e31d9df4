import type { Session } from 'electron';
import type { SeenCertificate } from './certificate-error.ts';

/** Keeps Chromium's verdict. */
const AS_VERIFIED = -3;
const ACCEPTED = 0;

/** Remembers the certificates that Chromium refused, because a request's error does not identify them. */
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
 * Asks a server for its time regardless of its certificate, in a session used for nothing else: it sends no token, name
 * or work, and the answer only selects the message.
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
