import { expect } from '@playwright/test';
import { type RunningDesk, test } from './fixture.ts';
import { pictures } from './pictures.ts';
import { createClient, signIn, statusPill, uniqueName, uploaded } from './steps.ts';

test.beforeEach(() => test.slow());

/** The first fill takes its time on a busy machine. */
async function filled({ page }: RunningDesk): Promise<void> {
  await expect(statusPill(page)).toHaveText('Up to date', { timeout: 90_000 });
}

/** Like systems that report falling asleep but never waking up. */
async function fallAsleep({ app }: RunningDesk): Promise<void> {
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
}

test('after a sleep whose end was not reported, what is saved goes out', async ({ openDesk, network }) => {
  const desk = await openDesk({ server: network.url });
  await signIn(desk.page);
  await filled(desk);
  await fallAsleep(desk);
  const name = uniqueName('Awake');
  await createClient(desk.page, name);
  await uploaded(desk.page, name);
});

test('and so does what waited before it, once the menu or the lock screen shows that somebody is there', async ({
  openDesk,
  network,
}) => {
  const desk = await openDesk({ server: network.url });
  const { page, app } = desk;
  await signIn(page);
  await filled(desk);
  for (const proof of ['menu', 'unlock'] as const) {
    await network.goDown();
    const name = uniqueName('Waited');
    await createClient(page, name);
    await fallAsleep(desk);
    await pictures(desk, `asleep-until-${proof}`);
    await network.comeUp();
    await app.evaluate(({ Menu, powerMonitor }, shown) => {
      if (shown === 'unlock') return void powerMonitor.emit('unlock-screen');
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
      items?.find(({ label }) => label === 'Sync now')?.click();
    }, proof);
    await uploaded(page, name);
  }
});
