import { expect, test } from 'vitest';
import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import { createSyncFetch } from '../../../../main/network/sync-fetch.ts';
import { manualClock, recordingLog } from '../support.ts';

const url = 'https://ferry.example.com/v1/health';
const certificate = { host: 'ferry.example.com', subject: 'x', issuer: 'Nobody', validFromMs: 0, validUntilMs: 1 };

/** A network that answers with these in turn. */
function aNetwork(answers: (Response | string)[], { opens = true } = {}) {
  const log = recordingLog();
  const world = { opened: 0 };
  const fetch = createSyncFetch({
    fetch: async () => {
      const answer = answers.shift();
      if (answer === undefined || typeof answer === 'string') throw new Error(answer ?? 'net::ERR_FAILED');
      return answer;
    },
    proxy: {
      open: async () => {
        world.opened += 1;
        if (!opens) throw new FerryFailure('network.proxyAuth', 'signInToProxy');
        return true;
      },
    },
    refusedCertificate: (host) => (host === certificate.host ? certificate : null),
    serverTime: async () => null,
    clock: manualClock(),
    log,
  });
  return { fetch, log, world };
}

const asks = () => new Response('', { status: 407 });

test.each<[string, Response | string]>([
  ['an answer of the proxy', asks()],
  ['a tunnel it refuses', 'net::ERR_TUNNEL_CONNECTION_FAILED'],
])('after %s the request is repeated, once the proxy accepts', async (_case, refusal) => {
  const { fetch, world } = aNetwork([refusal, new Response('{}')]);
  expect((await fetch(url)).status).toBe(200);
  expect(world.opened).toBe(1);
});

test('a proxy that needs a person fails the request with that error', async () => {
  const { fetch } = aNetwork([asks()], { opens: false });
  expect(await fetch(url).catch(toFerryError)).toMatchObject({ code: 'network.proxyAuth' });
});

test('a certificate that is refused is reported with its subject, and logged', async () => {
  const { fetch, log } = aNetwork(['net::ERR_CERT_AUTHORITY_INVALID']);
  expect(await fetch(url).catch(toFerryError)).toMatchObject({
    code: 'network.certificateUntrusted',
    details: { issuer: 'Nobody' },
  });
  expect(log.events).toEqual(['network.certificateRefused']);
});

test('other failures are unchanged', async () => {
  const { fetch, world } = aNetwork(['net::ERR_CONNECTION_RESET']);
  await expect(fetch(url)).rejects.toThrow('net::ERR_CONNECTION_RESET');
  expect(world.opened).toBe(0);
});
