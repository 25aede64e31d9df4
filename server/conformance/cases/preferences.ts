import { deepEqual, equal, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import {
  type PreferenceEntry,
  type PreferencesRequest,
  type PreferencesResponse,
  preferencesResponseSchema,
} from '#app/contract/preferences.ts';
import { joined } from '../invited.ts';
import type { CaseContext, CaseGroup } from '../kit.ts';

const entry = (at: number, value: string | null, id: string = v7()): PreferenceEntry => ({
  kind: 'view',
  id,
  value,
  at,
});

function exchange({ http }: Pick<CaseContext, 'http'>, token: string, body: PreferencesRequest) {
  return http.read(preferencesResponseSchema, '/v1/preferences', { token, body });
}

const valueIn = ({ entries }: PreferencesResponse, id: string) => entries?.find((one) => one.id === id)?.value;

/** What people arrange for themselves. */
export const preferences: CaseGroup = {
  name: 'Preferences of a person',
  cases: [
    {
      title: 'what one device adds and another adds are both there; a known digest is answered without the document',
      async run(context) {
        const [ana, ben] = [context.ana.session.token, context.ben.session.token];
        const [one, two] = [entry(10, '"one"'), entry(11, '"two"')];
        await exchange(context, ana, { digest: null, entries: [one] });
        const both = await exchange(context, ben, { digest: null, entries: [two] });
        deepEqual([valueIn(both, one.id), valueIn(both, two.id)], ['"one"', '"two"']);
        const same = await exchange(context, ana, { digest: both.digest, entries: [] });
        deepEqual(same, { digest: both.digest, entries: null });
      },
    },
    {
      title: 'of two changes the later counts; a removal wins over an older edit, and at the same time',
      async run(context) {
        const { token } = context.ana.session;
        const id = v7();
        const put = async (at: number, value: string | null) =>
          valueIn(await exchange(context, token, { digest: null, entries: [entry(at, value, id)] }), id);
        equal(await put(20, '"later"'), '"later"');
        equal(await put(15, '"earlier"'), '"later"');
        equal(await put(30, null), null);
        equal(await put(25, '"too late"'), null);
        equal(await put(30, '"at once"'), null);
        equal(await put(31, '"again"'), '"again"');
      },
    },
    {
      title: 'a clock that is ahead is set to the server’s time',
      async run(context) {
        const ahead = entry(Date.now() + 10 * 365 * 24 * 60 * 60_000, '"ahead"');
        const answer = await exchange(context, context.ana.session.token, { digest: null, entries: [ahead] });
        ok((answer.entries?.find(({ id }) => id === ahead.id)?.at ?? ahead.at) < ahead.at);
      },
    },
    {
      title: 'a colleague gets nothing of it, whatever their role, and has a document of their own',
      needs: 'owner',
      async run(context) {
        const mine = entry(40, '"mine"');
        await exchange(context, context.ana.session.token, { digest: null, entries: [mine] });
        const { token } = await joined(context, 'readOnly');
        deepEqual((await exchange(context, token, { digest: null, entries: [] })).entries, []);
        const theirs = entry(41, '"theirs"');
        const answer = await exchange(context, token, { digest: null, entries: [theirs] });
        deepEqual(answer.entries, [theirs]);
      },
    },
  ],
};
