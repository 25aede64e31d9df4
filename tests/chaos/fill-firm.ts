import { insertClient, insertEngagement, insertTask } from '../../server/conformance/changes.ts';
import { signInDevice } from '../../server/conformance/device.ts';
import { createHttpClient } from '../../server/conformance/http-client.ts';
import { COUNTER } from './desk/people.ts';
import { PASSWORD } from './servers.ts';

/** Tasks that every desk adds to. */
export const COUNTERS = [1, 2, 3].map((number) => `${COUNTER}${number}`);

/** What a new firm begins with: the counters, and what they belong to. */
export async function fillFirm(serverUrl: string, email: string): Promise<void> {
  const device = await signInDevice(createHttpClient(serverUrl), { email, password: PASSWORD }, { name: 'first' });
  const acks = await device.push(
    insertClient(`${COUNTER}c`, { name: 'Counted' }),
    insertEngagement(`${COUNTER}e`, `${COUNTER}c`, { title: 'Counted' }),
    ...COUNTERS.map((recordId) => insertTask(recordId, `${COUNTER}e`, { title: 'Counted', minutesSpent: 0 })),
  );
  const refused = acks.find(({ outcome }) => outcome !== 'applied');
  if (refused) throw new Error(`The firm could not be filled: ${JSON.stringify(refused)}`);
}
