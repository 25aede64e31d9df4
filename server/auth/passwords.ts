import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { FerryFailure } from '#app/contract/errors.ts';

/** 32 MiB and about a tenth of a second; one of the settings in OWASP's Password Storage Cheat Sheet for scrypt. */
const DEFAULT_COST = { logN: 15, r: 8, p: 3 };
const KEY_BYTES = 32;
/** The last in the queue waits some seconds; later callers are asked to retry. */
const MAX_WAITING = 40;
const RETRY_AFTER_MS = 5_000;

/** Failure: `sync.busy` if too many wait. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Takes equal time for a person's hash and for undefined (an unknown person). */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

interface Cost {
  logN: number;
  r: number;
  p: number;
}

/** Salted scrypt with limited concurrency, so that many sign-ins cannot exhaust memory. */
export function createPasswordHasher({
  cost = DEFAULT_COST,
  parallel = 2,
  maxWaiting = MAX_WAITING,
}: {
  cost?: Cost;
  parallel?: number;
  maxWaiting?: number;
} = {}): PasswordHasher {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
    if (running >= parallel) {
      if (waiting.length >= maxWaiting) throw tooMany();
      // A finished call passes its slot on directly, so that nobody overtakes.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await new Promise((resolve, reject) => {
        const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r };
        scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      });
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  const dummy = encode(cost, Buffer.alloc(16), Buffer.alloc(KEY_BYTES));

  return {
    async hash(password) {
      const salt = randomBytes(16);
      return encode(cost, salt, await derive(password, salt, cost));
    },
    async verify(password, hash) {
      const parsed = decode(hash ?? dummy) ?? decode(dummy);
      if (!parsed) return false;
      const key = await derive(password, parsed.salt, parsed.cost);
      return timingSafeEqual(key, parsed.key) && hash !== undefined;
    },
  };
}

function tooMany(): FerryFailure {
  return new FerryFailure('sync.busy', 'wait', { retryAfterMs: RETRY_AFTER_MS });
}

function encode({ logN, r, p }: Cost, salt: Buffer, key: Buffer): string {
  return `scrypt$${logN}$${r}$${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

function decode(hash: string): { cost: Cost; salt: Buffer; key: Buffer } | undefined {
  const [scheme, logN, r, p, salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return undefined;
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}
