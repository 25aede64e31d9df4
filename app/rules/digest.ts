import { hash } from 'node:crypto';

const MODULUS_BITS = 64;

/** The first 8 bytes, big-endian, of SHA-256 over `<recordId>:<version>` in UTF-8. */
export function recordHash(recordId: string, version: number): bigint {
  // As hex, which takes half the time of a buffer.
  return BigInt(`0x${hash('sha256', `${recordId}:${version}`, 'hex').slice(0, 16)}`);
}

/** Sum modulo 2^64; order does not matter, so each side keeps it up with every write. */
export function addToDigest(digest: bigint, hash: bigint): bigint {
  return BigInt.asUintN(MODULUS_BITS, digest + hash);
}

export function removeFromDigest(digest: bigint, hash: bigint): bigint {
  return BigInt.asUintN(MODULUS_BITS, digest - hash);
}

/** In transit: 16 lower-case hex digits. */
export function digestHex(digest: bigint): string {
  return digest.toString(16).padStart(16, '0');
}

export function parseDigest(hex: string): bigint {
  return BigInt(`0x${hex}`);
}
