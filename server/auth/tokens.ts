import { createHash, randomBytes } from 'node:crypto';

/** A bearer token of 256 random bits. */
export function newToken(): string {
  return `ferry_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a token. It is random already, so a plain hash is enough and a look-up by it leaks nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
