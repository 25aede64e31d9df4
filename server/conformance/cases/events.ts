import { equal, match, ok } from 'node:assert/strict';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { v7 } from 'uuid';
import { wakeUpSchema } from '#app/contract/protocol.ts';
import { insertClient } from '../changes.ts';
import { applied, type CaseContext, type CaseGroup, versionOf } from '../kit.ts';

const DEADLINE_MS = 10_000;

/** Opens the stream, runs `act` once it is open, and reads until a sequence of at least `act`'s result arrives. */
async function waitForSeq({ http, ben }: CaseContext, act: (current: number) => Promise<number>): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error('No event came in time.')), DEADLINE_MS);
  try {
    const response = await http.open('/v1/events', ben.session.token, controller.signal);
    ok(response.body);
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    let wanted = Number.POSITIVE_INFINITY;
    let hasActed = false;
    for await (const event of events) {
      const { seq } = wakeUpSchema.parse(JSON.parse(event.data));
      if (!hasActed) {
        hasActed = true;
        wanted = await act(seq);
      }
      if (seq >= wanted) break;
    }
    return response;
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

export const events: CaseGroup = {
  name: 'Events',
  cases: [
    {
      title: 'the stream is text/event-stream and begins with the present sequence',
      async run(context) {
        await context.ben.pull();
        const response = await waitForSeq(context, async (current) => {
          equal(current, context.ben.cursor());
          return current;
        });
        match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
      },
    },
    {
      title: 'a commit wakes those who listen, with its sequence',
      async run(context) {
        await waitForSeq(context, async () => {
          const [ack] = await applied(context.ana, insertClient(v7()));
          return versionOf(ack);
        });
      },
    },
    {
      title: 'a client that reconnects gets the present sequence, whatever it missed',
      async run(context) {
        await waitForSeq(context, async (current) => current);
        const acks = await applied(context.ana, insertClient(v7()), insertClient(v7()));
        await waitForSeq(context, async (current) => {
          equal(current, versionOf(acks.at(-1)));
          return current;
        });
      },
    },
    {
      title: 'a stream emits many commits in a row, at least the last',
      async run(context) {
        await waitForSeq(context, async () => {
          let last = 0;
          for (let count = 0; count < 10; count += 1) {
            const [ack] = await applied(context.ana, insertClient(v7()));
            last = versionOf(ack);
          }
          return last;
        });
      },
    },
    {
      title: 'a stream is neither cached nor packed',
      async run(context) {
        const response = await waitForSeq(context, async (current) => current);
        match(response.headers.get('cache-control') ?? '', /no-store/);
        equal(response.headers.get('content-encoding'), null);
      },
    },
    {
      title: 'a session that ended gets no stream, and HEAD opens none',
      async run({ http, newDevice }) {
        const { session } = await newDevice();
        equal((await http.send('/v1/events', { method: 'HEAD', token: session.token })).status, 405);
        await http.send('/v1/session', { method: 'DELETE', token: session.token });
        equal((await http.problem(401, '/v1/events', { token: session.token })).code, 'auth.revoked');
      },
    },
  ],
};
