import { expect, test } from 'vitest';
import { createText, errorText } from '#app/text/index.ts';
import { networkError } from '#app/transport/network-error.ts';
import { certificateError } from '../../../../main/network/certificate-error.ts';

const YEAR_MS = 365 * 24 * 60 * 60_000;
const today = Date.UTC(2026, 2, 31);
const certificate = {
  host: 'ferry.example.com',
  subject: 'ferry.example.com',
  issuer: 'Inspecting Proxy, Some Firm',
  validFromMs: today - YEAR_MS,
  validUntilMs: today + YEAR_MS,
};
const expired = { ...certificate, validUntilMs: today - 1 };

test('an untrusted certificate is reported with its issuer and its expiry', () => {
  const error = certificateError(networkError('net::ERR_CERT_AUTHORITY_INVALID'), certificate, today, null);
  expect(error).toMatchObject({
    code: 'network.certificateUntrusted',
    details: {
      reason: 'net::ERR_CERT_AUTHORITY_INVALID',
      host: 'ferry.example.com',
      issuer: 'Inspecting Proxy, Some Firm',
      validUntil: '2027-03-31',
    },
  });
  expect(errorText(error, createText('en'))).toContain('“Inspecting Proxy, Some Firm”');
  expect(errorText(error, createText('en'))).toContain('31 March 2027');
});

test('a certificate of another name is reported with that name', () => {
  const other = { ...certificate, subject: 'intranet.local' };
  const error = certificateError(networkError('net::ERR_CERT_COMMON_NAME_INVALID'), other, today, null);
  expect(error.code).toBe('network.certificateName');
  expect(errorText(error, createText('en'))).toContain('“intranet.local”');
});

test.each([
  ['it ran out, and the server says the same day', expired, today, today, 'network.certificateExpired'],
  ['it ran out, and the server does not say what day it is', expired, today, null, 'network.certificateExpired'],
  [
    'it is valid by the server’s day: the clock here is ahead',
    certificate,
    today + 3 * YEAR_MS,
    today,
    'network.clockWrong',
  ],
  [
    'it is valid by the server’s day: the clock here is behind',
    certificate,
    today - 9 * YEAR_MS,
    today,
    'network.clockWrong',
  ],
  ['it is not valid yet, as seen from a clock that is behind', certificate, 0, null, 'network.clockWrong'],
])('of a certificate that is not valid today because %s', (_case, shown, nowMs, serverMs, code) => {
  const error = certificateError(networkError('net::ERR_CERT_DATE_INVALID'), shown, nowMs, serverMs);
  expect(error.code).toBe(code);
});

test('a wrong clock is reported with its date', () => {
  const error = certificateError(networkError('net::ERR_CERT_DATE_INVALID'), certificate, 0, today);
  expect(error).toMatchObject({ action: 'retry', details: { here: '1970-01-01', there: '2026-03-31' } });
  expect(errorText(error, createText('en'))).toContain('1 January 1970');
});
