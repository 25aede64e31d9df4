import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { FerryFailure } from '#app/contract/errors.ts';
import { problemSchema } from '#app/contract/protocol.ts';
import { parsed, toError, toProblem } from '../../../server/http/problem.ts';
import { DatabaseUnavailable } from '../../../server/storage/database.ts';
import { asOutage } from '../../../server/storage/postgres-outage.ts';

describe('an error of the PostgreSQL driver', () => {
  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
  ])('“%s” is an outage', (message) => expect(asOutage(new Error(message))).toBeInstanceOf(DatabaseUnavailable));
  it('that is not a driver error is unchanged', () => {
    const mistake = new Error('undefined is not a function');
    expect(asOutage(mistake)).toBe(mistake);
  });
});

describe('a reported error', () => {
  it.each([
    [new FerryFailure('device.cloned'), 409, 'device.cloned'],
    [new FerryFailure('client.updateRequired'), 426, 'client.updateRequired'],
    [Object.assign(new Error('big'), { statusCode: 413 }), 413, 'request.tooLarge'],
    [Object.assign(new Error('bad json'), { statusCode: 400 }), 400, 'request.invalid'],
    [Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }), 400, 'request.invalid'],
    [Object.assign(new Error('full'), { code: 'SQLITE_FULL' }), 503, 'server.unavailable'],
    [Object.assign(new Error('shutting down'), { code: '57P01' }), 503, 'server.unavailable'],
    [Object.assign(new Error('statement timeout'), { code: '57014' }), 503, 'server.unavailable'],
    [Object.assign(new Error('serialization failure'), { code: '40001' }), 503, 'server.unavailable'],
    [Object.assign(new Error('deadlock'), { code: '40P01' }), 503, 'server.unavailable'],
    [Object.assign(new Error('idle in transaction'), { code: '25P03' }), 503, 'server.unavailable'],
    [Object.assign(new Error('lock timeout'), { code: '55P03' }), 503, 'server.unavailable'],
    [Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' }), 503, 'server.unavailable'],
    [new DatabaseUnavailable('timeout exceeded'), 503, 'server.unavailable'],
    [Object.assign(new Error('what is this'), { statusCode: 415 }), 415, 'request.unsupportedMedia'],
    [Object.assign(new Error('unique'), { code: '23505' }), 500, 'server.failed'],
    [new TypeError('undefined is not a function'), 500, 'server.failed'],
    ['a string', 500, 'server.failed'],
    [null, 500, 'server.failed'],
  ])('%s is status %i %s', (thrown, status, code) => {
    const problem = problemSchema.parse(toProblem(toError(thrown), 'request-1'));
    expect(problem).toMatchObject({ status, code, type: `about:blank#${code}`, requestId: 'request-1' });
  });

  it('reveals nothing of an unexpected error', () => {
    const problem = toProblem(toError(new Error('password is hunter2')), 'r');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});

describe('a request part', () => {
  const schema = z.strictObject({ round: z.int(), name: z.string() });
  it('is returned typed if it is valid', () => {
    expect(parsed(schema, { round: 1, name: 'x' })).toEqual({ round: 1, name: 'x' });
  });
  it('is refused with each problem', () => {
    try {
      parsed(schema, { round: 'one', extra: true });
      expect.unreachable();
    } catch (error) {
      const problem = toProblem(toError(error), 'r');
      expect(problem.errors?.map(({ path }) => path)).toEqual(['round', 'name', '']);
    }
  });
});
