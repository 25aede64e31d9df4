import { equal, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { rotationSchema, signInResponseSchema, syncResponseSchema } from '#app/contract/protocol.ts';
import { insertClient } from '../changes.ts';
import type { CaseGroup } from '../kit.ts';

const done = (removalId: string | undefined, keptChanges = 0) => ({ removalId, keptChanges });

/** An owner requests the removal of a device's data. */
export const removal: CaseGroup = {
  name: 'Removal of a device’s data',
  cases: [
    {
      title: 'a device without a removal request gets none, and cannot confirm one',
      async run({ http, newDevice }) {
        const device = await newDevice();
        equal((await device.round()).removal, undefined);
        const { token } = device.session;
        const problem = await http.problem(404, '/v1/session/removal', { token, body: done(v7()) });
        equal(problem.code, 'request.notFound');
      },
    },
    {
      title: 'confirming takes a token of the firm’s',
      async run({ http }) {
        equal((await http.problem(401, '/v1/session/removal', { body: done(v7()) })).code, 'auth.required');
      },
    },
    {
      title: 'a device with a removal request gets it in every round, and its changes are applied as before',
      needs: 'removal',
      async run({ newDevice, askRemoval }) {
        const device = await newDevice();
        await askRemoval(device.deviceId);
        const answer = await device.round({ changes: [insertClient(v7())] });
        equal(answer.acks[0]?.outcome, 'applied');
        ok(answer.removal);
        equal((await device.round()).removal, answer.removal);
      },
    },
    {
      title: 'no other device of the person gets it',
      needs: 'removal',
      async run({ newDevice, askRemoval, ana }) {
        await askRemoval((await newDevice()).deviceId);
        equal((await ana.round()).removal, undefined);
      },
    },
    {
      title: 'a session split off from that of the device gets it too, under its other device id',
      needs: 'removal',
      async run({ http, newDevice, askRemoval }) {
        const device = await newDevice();
        const deviceId = v7();
        const { token } = await http.read(rotationSchema, '/v1/session/rotate', {
          token: device.session.token,
          body: { deviceId },
        });
        await askRemoval(device.deviceId);
        const body = { ...device.nextRequest(), deviceId, ticket: null, epoch: null, round: 1, cursor: 0 };
        ok((await http.read(syncResponseSchema, '/v1/sync', { token, body })).removal);
      },
    },
    {
      title: 'a device whose access was withdrawn gets it in the problem, and may confirm it with the withdrawn token',
      needs: 'removal',
      async run({ http, newDevice, askRemoval }) {
        const device = await newDevice();
        const { token } = device.session;
        await askRemoval(device.deviceId);
        equal((await http.send('/v1/session', { method: 'DELETE', token })).status, 204);
        const problem = await device.refusedRound(401);
        equal(problem.code, 'auth.revoked');
        ok(problem.removal);
        const body = done(problem.removal, 2);
        equal((await http.send('/v1/session/removal', { token, body })).status, 204);
        equal((await device.refusedRound(401)).removal, undefined);
      },
    },
    {
      title: 'confirming ends the session; whoever signs in there again is not asked again',
      needs: 'removal',
      async run({ http, credentials, newDevice, askRemoval }) {
        const device = await newDevice();
        await askRemoval(device.deviceId);
        const { removal: removalId } = await device.round();
        const { token } = device.session;
        equal((await http.send('/v1/session/removal', { token, body: done(removalId) })).status, 204);
        equal((await http.problem(401, '/v1/people', { token })).code, 'auth.revoked');
        const { deviceId } = device;
        const again = await http.read(signInResponseSchema, '/v1/session', {
          body: { ...credentials, deviceId, deviceName: 'again' },
        });
        const body = device.nextRequest();
        equal((await http.read(syncResponseSchema, '/v1/sync', { token: again.token, body })).removal, undefined);
      },
    },
  ],
};
