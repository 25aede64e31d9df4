import { FerryFailure } from '#app/contract/errors.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Normalises a server address: origin and path without a trailing slash. Without a scheme: https, or http for this
 * computer.
 * @throws FerryFailure `address.*` for an invalid address, and for plain http to another computer, which would expose
 * the session token
 */
export function normaliseServer(typed: string): string {
  const text = typed.trim();
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${guessScheme(text)}://${text}`);
  if (url === null || url.hostname === '' || !['https:', 'http:'].includes(url.protocol)) {
    throw unusable('address.invalid');
  }
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
    throw unusable('address.insecure');
  }
  if (url.username !== '' || url.password !== '') {
    throw unusable('address.password');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function guessScheme(text: string): string {
  const host = parse(`http://${text}`)?.hostname ?? '';
  return LOOPBACK.has(host) ? 'http' : 'https';
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function unusable(code: 'address.invalid' | 'address.insecure' | 'address.password'): FerryFailure {
  return new FerryFailure(code, 'fix', { field: 'server' });
}
