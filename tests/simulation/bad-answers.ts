import type { SeededRandom } from './random.ts';
import type { Route } from './server-host.ts';

type Json = Record<string, unknown>;

/** Answers a desk must refuse as a whole: each breaks one rule of the protocol. */
const SYNC_RULES: ((answer: Json, request: Json, random: SeededRandom) => Json)[] = [
  ({ acks: _acks, ...rest }) => rest,
  (answer) => ({ ...answer, cursor: 'far' }),
  (answer, request) => ({ ...answer, cursor: Number(request.cursor) - 1 }),
  (answer) => ({ ...answer, epoch: 'another' }),
  (answer) => ({ ...answer, round: Number(answer.round) + 1 }),
  (answer) => ({ ...answer, acks: [...list(answer.acks), unknownChange] }),
  (answer) => ({ ...answer, acks: [...list(answer.acks), ...list(answer.acks).slice(0, 1), unknownChange] }),
  (answer, request) =>
    list(request.changes).length > 0 && list(answer.acks).length > 0
      ? { ...answer, acks: list(answer.acks).slice(1) }
      : { ...answer, feed: 7 },
  (answer) => ({ ...answer, feed: [...list(answer.feed), { ...outOfOrder, version: Number(answer.cursor) + 1 }] }),
  (answer) => ({
    ...answer,
    digest: undefined,
    more: false,
    reset: undefined,
    epoch: answer.reset ? 'x' : answer.epoch,
  }),
  (answer) => ({ ...answer, reset: 'epoch', acks: [unknownChange] }),
];

/** Spoils an answer's text: breaks a rule, or quietly loses a record of the feed, which only the digest can show. */
export function spoil(
  route: Route,
  requestText: string,
  answerText: string,
  random: SeededRandom,
  how: 'rule' | 'row',
): string {
  const answer = JSON.parse(answerText) as Json;
  if (how === 'row') {
    const lost = route === 'sync' ? 'feed' : 'records';
    const rows = list(answer[lost]);
    if (rows.length === 0) return answerText;
    const index = random.between(0, rows.length - 1);
    return JSON.stringify({ ...answer, [lost]: rows.filter((_, place) => place !== index) });
  }
  if (route !== 'sync') return JSON.stringify({ ...answer, epoch: 5 });
  return JSON.stringify(random.pick(SYNC_RULES)(answer, JSON.parse(requestText) as Json, random));
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

const unknownChange = { changeId: '01890000-0000-7000-8000-000000000000', outcome: 'applied', version: 1 };
const outOfOrder = {
  table: 'clients',
  recordId: 'nobody',
  deleted: false,
  data: {},
  stamps: {},
  by: 'nobody',
  at: 0,
};
