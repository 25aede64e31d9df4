import { expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';
import { fillSignIn, signIn, signInAgain, upToDate } from './steps.ts';

/** Three that pin it, and seven pages of the sample's records. */
const REQUESTS_OF_A_FILL = 10;
const counts = (page: Page) => page.evaluate(() => window.ferry.countRecords());

test('a first fill goes on after the app was killed in the middle of it', async ({ openDesk, network, server }) => {
  const first = await openDesk({ server: network.url });
  await fillSignIn(first.page);
  // One page of one record a table pins the fill; the next is the first that brings records.
  await expect.poll(() => network.requestsTo('/v1/snapshot'), { intervals: [1] }).toBeGreaterThan(3);
  await first.kill();
  const before = network.requestsTo('/v1/snapshot');

  const second = await openDesk({ dataFolder: first.dataFolder });
  await signInAgain(second.page);
  const other = await openDesk({ server: server.url });
  await signIn(other.page);
  await upToDate(other.page);
  expect(await counts(second.page)).toEqual(await counts(other.page));
  expect(network.requestsTo('/v1/snapshot') - before).toBeLessThan(REQUESTS_OF_A_FILL);
});
