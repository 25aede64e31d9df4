import { describe, expect, it } from 'vitest';
import { normalEmail } from '../../../server/auth/accounts.ts';
import { createPasswordHasher } from '../../../server/auth/passwords.ts';
import { networkOf } from '../../../server/auth/throttle.ts';
import { hashToken, newToken } from '../../../server/auth/tokens.ts';
import { healthKey, healthProof } from '../../../server/core/secrets.ts';

const passwords = createPasswordHasher({ cost: { logN: 4, r: 8, p: 1 } });

describe('a password', () => {
  it('is recognised, and another one is refused', async () => {
    const hash = await passwords.hash('correct horse');
    expect(await passwords.verify('correct horse', hash)).toBe(true);
    expect(await passwords.verify('correct horsf', hash)).toBe(false);
  });
  it('has a different hash each time', async () => {
    expect(await passwords.hash('same')).not.toBe(await passwords.hash('same'));
  });
  it('is compared in a normalised form, however it was typed', async () => {
    expect(await passwords.verify('caf\u00e9', await passwords.hash('cafe\u0301'))).toBe(true);
  });
  it('is never right for an unknown person or a broken hash', async () => {
    expect(await passwords.verify('', undefined)).toBe(false);
    expect(await passwords.verify('x', 'scrypt$broken')).toBe(false);
  });
  it.each([
    ['an unknown person', undefined],
    ['a broken hash', 'scrypt$broken'],
  ])('takes the same queue and time for %s as for anybody', async (_who, unknown) => {
    const one = createPasswordHasher({ cost: { logN: 4, r: 8, p: 1 }, parallel: 1, maxWaiting: 0 });
    const hash = await one.hash('x');
    const looking = one.verify('x', unknown);
    // The one place is taken for as long as scrypt works on it.
    await expect(one.verify('x', hash)).rejects.toMatchObject({ error: { code: 'sync.busy' } });
    expect(await looking).toBe(false);
    expect(await one.verify('x', hash)).toBe(true);
  });
  it('hashed at another cost is still recognised', async () => {
    const older = createPasswordHasher({ cost: { logN: 5, r: 8, p: 1 } });
    expect(await passwords.verify('correct horse', await older.hash('correct horse'))).toBe(true);
  });
  it('waits in a queue when many are checked at once', async () => {
    const hash = await passwords.hash('x');
    const all = await Promise.all(Array.from({ length: 20 }, () => passwords.verify('x', hash)));
    expect(all.every(Boolean)).toBe(true);
  });
  it('is refused at once when too many wait, and those in the queue are still served', async () => {
    const few = createPasswordHasher({ cost: { logN: 4, r: 8, p: 1 }, parallel: 1, maxWaiting: 2 });
    const hash = await few.hash('x');
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => few.verify('x', hash)));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(all[3]).toMatchObject({ reason: { error: { code: 'sync.busy', details: { retryAfterMs: 5000 } } } });
    expect(await few.verify('x', hash)).toBe(true);
  });
});

describe('a token', () => {
  it('carries 256 random bits and is stored as a hash', () => {
    const token = newToken();
    expect(Buffer.from(token.replace('ferry_', ''), 'base64url')).toHaveLength(32);
    expect(hashToken(token)).not.toContain(token.slice(6));
    expect(newToken()).not.toBe(token);
  });
});

describe('an email address', () => {
  it.each([
    ['  Ana@Firm.TEST ', 'ana@firm.test'],
    ['jörg@bücher.test', 'jörg@bücher.test'],
  ])('%j is kept as %j', (given, kept) => expect(normalEmail(given)).toBe(kept));
  it.each(['', 'nobody', 'a b@x.test', 'a@', '@b', 'a\u0000@b.test', `${'x'.repeat(260)}@x.test`])(
    '%j is not an address',
    (given) => expect(normalEmail(given)).toBeUndefined(),
  );
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('the health proof', () => {
  it('differs by nonce and by firm, and its key does not reveal the firm’s secret', () => {
    expect(healthProof('secret', 'a')).not.toBe(healthProof('secret', 'b'));
    expect(healthProof('secret', 'a')).not.toBe(healthProof('other', 'a'));
    expect(healthKey('secret')).not.toContain('secret');
  });
});
