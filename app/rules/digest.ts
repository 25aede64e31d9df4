import { hash } from 'node:crypto';

const MODULUS_BITS = 64;

/** The first 8 bytes, big-endian, of SHA-256 over `<recordId>:<version>` in UTF-8. */
export function recordHash(recordId: string, version: number): bigint {
  // Parsing hex takes half the time of reading a buffer.
  return BigInt(`0x${hash('sha256', `${recordId}:${version}`, 'hex').slice(0, 16)}`);
}

/** Sum modulo 2^64; independent of order, so each side updates it with every write. */
export function addToDigest(digest: bigint, hash: bigint): bigint {
  return BigInt.asUintN(MODULUS_BITS, digest + hash);
}

export function removeFromDigest(digest: bigint, hash: bigint): bigint {
  return BigInt.asUintN(MODULUS_BITS, digest - hash);
}

/** Wire format: 16 lower-case hex digits. */
export function digestHex(digest: bigint): string {
  return digest.toString(16).padStart(16, '0');
}

export function parseDigest(hex: string): bigint {
  return BigInt(`0x${hex}`);
}
