import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';
import { releaseNotesSchema } from '#app/contract/updates.ts';

export const FEED_CHANNELS = ['latest', 'beta'] as const;
export type FeedChannel = (typeof FEED_CHANNELS)[number];

/** Of a channel file; a desk reads no further. */
export const MAX_FEED_BYTES = 256 * 1024;

/** The allowed version format; nothing else is accepted, so comparison stays simple. */
const versionSchema = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}(-beta\.\d{1,4})?$/);
/** A file name, never a path: a signed feed cannot point outside its folder. */
const fileNameSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const MAX_FILE_BYTES = 2 ** 31;

const feedFileSchema = z.object({
  name: fileNameSchema,
  platform: z.enum(['darwin', 'win32', 'linux']),
  arch: z.enum(['x64', 'arm64']),
  /** What the file replaces: a `zip` (macOS), `nsis`, `AppImage` or `deb` installation. */
  target: z.enum(['zip', 'nsis', 'AppImage', 'deb']),
  bytes: z.int().min(1).max(MAX_FILE_BYTES),
  /** SHA-512, base64. */
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
});
export type FeedFile = z.infer<typeof feedFileSchema>;

/** The signed content: one file per channel, for all platforms. */
export const feedSchema = z.object({
  format: z.literal(1),
  app: z.literal('desk.ferry.app'),
  channel: z.enum(FEED_CHANNELS),
  /** Rises with every signature and orders feeds: ms since the epoch when signed. */
  sequence: z.int().min(1),
  version: versionSchema,
  /** Percentage of desks that are offered this version. */
  rolloutPercent: z.number().min(0).max(100),
  /** Withdrawn: not offered and not installed. */
  isHalted: z.boolean(),
  notes: releaseNotesSchema,
  files: z.array(feedFileSchema).min(1).max(40),
});
export type Feed = z.infer<typeof feedSchema>;

const envelopeSchema = z.object({
  /** The feed as JSON text: the signature covers these bytes, so no canonical form is needed. */
  signed: z.string(),
  /** Several while a key is being replaced. */
  signatures: z
    .array(z.object({ key: z.string(), value: z.string() }))
    .min(1)
    .max(8),
});
export type FeedEnvelope = z.infer<typeof envelopeSchema>;

export type FeedReading = { ok: true; feed: Feed } | { ok: false; failure: 'badAnswer' | 'badSignature' };

/**
 * Parses a channel file if one of these keys signed it.
 * @param keys raw Ed25519 public keys, base64: the current one and its successor
 */
export function readFeed(text: string, keys: readonly string[]): FeedReading {
  const envelope = envelopeSchema.safeParse(jsonOf(text));
  if (!envelope.success) return { ok: false, failure: 'badAnswer' };
  const { signed, signatures } = envelope.data;
  const bytes = signedBytes(signed);
  const isSigned = signatures.some(({ value }) => keys.some((key) => isSignature(bytes, key, value)));
  if (!isSigned) return { ok: false, failure: 'badSignature' };
  const feed = feedSchema.safeParse(jsonOf(signed));
  return feed.success ? { ok: true, feed: feed.data } : { ok: false, failure: 'badAnswer' };
}

/** The bytes to sign. The prefix prevents a signature of anything else from being valid for a feed. */
export function signedBytes(signed: string): Buffer {
  return Buffer.from(`ferry update feed 1\n${signed}`, 'utf8');
}

function isSignature(bytes: Buffer, key: string, signature: string): boolean {
  try {
    return verify(null, bytes, publicKeyFrom(key), Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** @param raw the 32 bytes of an Ed25519 public key, base64. @throws if invalid */
export function publicKeyFrom(raw: string) {
  const x = Buffer.from(raw, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
