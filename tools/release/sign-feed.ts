import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Feed, type FeedEnvelope, feedSchema, MAX_FEED_BYTES, signedBytes } from '../../main/updates/feed.ts';

export interface UpdateKeys {
  /** Raw Ed25519 public key, base64: what the app trusts. */
  publicKey: string;
  /** PKCS#8, base64: what signs. Store it only in the release environment's secret store. */
  privateKey: string;
}

export function createUpdateKeys(): UpdateKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: rawPublicKey(publicKey),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/**
 * The text of a channel file.
 * @param privateKeys base64 PKCS#8; two during a key rotation
 * @throws if the app would not accept the feed, or a key is invalid
 */
export function signFeed(feed: Feed, privateKeys: readonly string[]): string {
  const signed = JSON.stringify(feedSchema.parse(feed));
  const envelope: FeedEnvelope = {
    signed,
    signatures: privateKeys.map((key) => {
      const privateKey = privateKeyFrom(key);
      return { key: keyId(privateKey), value: sign(null, signedBytes(signed), privateKey).toString('base64') };
    }),
  };
  const text = `${JSON.stringify(envelope, null, 2)}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_FEED_BYTES)
    throw new Error(`${feed.channel}.json has ${bytes} bytes, and desks read ${MAX_FEED_BYTES}: shorten the notes`);
  return text;
}

/** The public key of a private one. @throws if it is not an Ed25519 key */
export function publicKeyOf(privateKey: string): string {
  return rawPublicKey(createPublicKey(privateKeyFrom(privateKey)));
}

/** Eight characters that identify a key for people; nothing is decided by them. */
function keyId(privateKey: KeyObject): string {
  const raw = rawPublicKey(createPublicKey(privateKey));
  return createHash('sha256').update(raw).digest('hex').slice(0, 8);
}

function privateKeyFrom(text: string): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key that signs updates is no Ed25519 key');
  return key;
}

function rawPublicKey(key: KeyObject): string {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
}
