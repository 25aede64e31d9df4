import type { RunningDesk, Stage } from './fixture.ts';
import { createClient, openClient, signIn, uploaded } from './steps.ts';

/**
 * Two people of one firm, each at a desk of their own. Ana, behind the network a test may break, has made clients of
 * these names and has the last one open; Ben has them too, and has the first one open.
 */
export async function colleagues(
  { openDesk, network, server }: Stage,
  names: readonly string[],
): Promise<{ ana: RunningDesk; ben: RunningDesk }> {
  const ana = await openDesk({ server: network.url });
  await signIn(ana.page);
  for (const name of names) {
    await createClient(ana.page, name);
    await uploaded(ana.page, name);
  }
  const ben = await openDesk({ server: server.url });
  await signIn(ben.page, { email: 'staff@sample.test' });
  await openClient(ben.page, names[0] ?? '');
  return { ana, ben };
}
