import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that is mistaken for a digit, so a code survives dictation. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
const GROUPS = 4;

/** A code as stored: its first group finds the invitation, the rest (60 bits) is verified like a password. */
export interface InvitationCode {
  handle: string;
  rest: string;
}

/** The secret of a link: 256 random bits. */
export function newLinkSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The stored form of a link's secret. It is random, so a plain hash suffices. */
export function hashLinkSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export function newCode(): InvitationCode {
  const draw = (length: number) => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return { handle: draw(GROUP), rest: draw(GROUP * (GROUPS - 1)) };
}

/** As it is dictated: four groups of four. */
export function codeText({ handle, rest }: InvitationCode): string {
  return (handle + rest).match(/.{4}/g)?.join('-') ?? '';
}

/** Reads a code as somebody typed it; undefined if it is not one, and then it may be a link's secret. */
export function readCode(typed: string): InvitationCode | undefined {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (plain.length !== GROUP * GROUPS || [...plain].some((letter) => !ALPHABET.includes(letter))) return undefined;
  return { handle: plain.slice(0, GROUP), rest: plain.slice(GROUP) };
}
