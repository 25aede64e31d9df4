import { createHash, randomBytes } from 'node:crypto';

/** A bearer token of 256 random bits. */
export function newToken(): string {
  return `ferry_${randomBytes(32).toString('base64url')}`;
}

/** The stored form of a token. It is random, so a plain hash suffices and a look-up leaks nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
