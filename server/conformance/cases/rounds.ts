import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { rotationSchema, syncResponseSchema } from '#app/contract/protocol.ts';
import { insertClient } from '../changes.ts';
import type { TestDevice } from '../device.ts';
import type { HttpClient } from '../http-client.ts';
import type { CaseGroup } from '../kit.ts';

export const rounds: CaseGroup = {
  name: 'Rounds, tickets, epochs',
  cases: [
    {
      title: 'a new device is answered with reset: epoch; nothing of its round is applied',
      async run({ http, newDevice, recordNow }) {
        const signedIn = await newDevice();
        const { deviceId, token } = await newDeviceId(http, signedIn);
        const id = v7();
        const request = { ...signedIn.nextRequest(), deviceId, ticket: null, epoch: null, round: 1, cursor: 0 };
        const body = { ...request, changes: [insertClient(id)] };
        const answer = await http.read(syncResponseSchema, '/v1/sync', { token, body });
        deepEqual([answer.reset, answer.acks.length, answer.feed.length], ['epoch', 0, 0]);
        equal(answer.epoch, signedIn.epoch());
        ok(answer.ticket.length > 0);
        equal(await recordNow('clients', id), undefined);
      },
    },
    {
      title: 'a device that comes from another epoch gets the present one and its first sequence',
      async run({ http, newDevice }) {
        const signedIn = await newDevice();
        const { deviceId, token } = await newDeviceId(http, signedIn);
        const body = { ...signedIn.nextRequest(), deviceId, ticket: 'old', epoch: 'long-gone', round: 70, cursor: 9e9 };
        const answer = await http.read(syncResponseSchema, '/v1/sync', { token, body });
        deepEqual([answer.reset, answer.epoch, answer.round], ['epoch', signedIn.epoch(), 70]);
        ok(answer.epochSeq <= signedIn.cursor());
      },
    },
    {
      title: 'every answer repeats its round and brings a new ticket',
      async run({ ana }) {
        const first = await ana.round();
        const second = await ana.round();
        equal(second.round, first.round + 1);
        notEqual(second.ticket, first.ticket);
      },
    },
    {
      title: 'rounds whose answers were lost may be skipped, with the last ticket that was read',
      async run({ newDevice }) {
        const device = await newDevice();
        await device.lostRound();
        await device.lostRound();
        equal((await device.round()).acks.length, 0);
      },
    },
    {
      title: 'rounds that never reached the server may be skipped',
      async run({ newDevice }) {
        const device = await newDevice();
        const { round } = device.nextRequest();
        equal((await device.round({ round: round + 5 })).round, round + 5);
      },
    },
    {
      title: 'a round number used for something else is device.cloned, and nothing is applied',
      async run({ newDevice, recordNow }) {
        const device = await newDevice();
        const { round } = device.nextRequest();
        await device.round();
        const id = v7();
        const problem = await device.refusedRound(409, { round, changes: [insertClient(id)] });
        equal(problem.code, 'device.cloned');
        equal(await recordNow('clients', id), undefined);
      },
    },
    {
      title: 'a copy of a laptop is found out at its first round',
      async run({ newDevice }) {
        const device = await newDevice();
        const copied = device.nextRequest();
        await device.round();
        await device.round();
        const problem = await device.refusedRound(409, { round: copied.round, ticket: copied.ticket });
        equal(problem.code, 'device.cloned');
      },
    },
    {
      title: 'a copy that was offline for many rounds is found out by its ticket',
      async run({ newDevice }) {
        const device = await newDevice();
        const copied = device.nextRequest();
        await device.round();
        await device.round();
        const problem = await device.refusedRound(409, { round: copied.round + 50, ticket: copied.ticket });
        equal(problem.code, 'device.cloned');
      },
    },
    {
      title: 'a copy whose numbers ran ahead is found out by the change it does not name',
      async run({ newDevice, recordNow }) {
        const device = await newDevice();
        const copied = device.nextRequest();
        await device.lostRound({ changes: [insertClient(v7())] });
        const id = v7();
        const round = { round: copied.round + 50, ticket: copied.ticket, changes: [insertClient(id)] };
        equal((await device.refusedRound(409, round)).code, 'device.cloned');
        equal(await recordNow('clients', id), undefined);
      },
    },
    {
      title: 'a device that lost an answer and names the change goes on, whatever else it brings',
      async run({ newDevice }) {
        const device = await newDevice();
        const change = insertClient(v7());
        await device.lostRound({ changes: [change] });
        const { acks } = await device.round({ unanswered: [change.changeId], changes: [insertClient(v7())] });
        equal(acks.length, 2);
      },
    },
    {
      title: 'a device that forgot everything is a copy of itself',
      async run({ newDevice }) {
        const device = await newDevice();
        await device.round();
        await device.round();
        equal((await device.refusedRound(409, { ticket: null })).code, 'device.cloned');
      },
    },
    {
      title: 'a ticket the server never made is not accepted',
      async run({ newDevice }) {
        const device = await newDevice();
        equal((await device.refusedRound(409, { ticket: '1.forged' })).code, 'device.cloned');
      },
    },
    {
      title: 'another device’s ticket is not accepted',
      async run({ newDevice, ana }) {
        const device = await newDevice();
        const { ticket } = ana.nextRequest();
        equal((await device.refusedRound(409, { ticket })).code, 'device.cloned');
      },
    },
    {
      title: 'after device.cloned, a new session for a new device id needs no password, and the old one goes on',
      async run({ newDevice, http }) {
        const device = await newDevice();
        await device.round();
        await device.refusedRound(409, { ticket: null });
        const deviceId = v7();
        const { token } = await http.read(rotationSchema, '/v1/session/rotate', {
          method: 'POST',
          token: device.session.token,
          body: { deviceId, deviceName: 'conformance again' },
        });
        const body = { ...device.nextRequest(), deviceId, ticket: null, epoch: null, round: 1 };
        equal((await http.read(syncResponseSchema, '/v1/sync', { token, body })).reset, 'epoch');
        equal((await device.round()).acks.length, 0);
      },
    },
  ],
};

/** A session of the same sign-in under a new device id. */
async function newDeviceId(http: HttpClient, { session }: TestDevice): Promise<{ deviceId: string; token: string }> {
  const deviceId = v7();
  const request = { method: 'POST', token: session.token, body: { deviceId } } as const;
  const { token } = await http.read(rotationSchema, '/v1/session/rotate', request);
  return { deviceId, token };
}
