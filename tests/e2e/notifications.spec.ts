import { expect } from '@playwright/test';
import { type RunningDesk, test } from './fixture.ts';
import { createClient, edit, openClient, openView, signIn, statusPill, uniqueName, uploaded } from './steps.ts';

interface Shown {
  title: string;
  body: string;
}

/** From now on the system shows none: what it is asked to show is kept. */
async function recordNotifications({ app }: RunningDesk): Promise<() => Promise<Shown[]>> {
  const shown = await app.evaluateHandle(({ Notification }) => {
    const kept: { title: string; body: string }[] = [];
    Notification.prototype.show = function show() {
      kept.push({ title: this.title, body: this.body });
    };
    return kept;
  });
  return () => shown.evaluate((kept) => [...kept]);
}

const setHidden = ({ app }: RunningDesk, isHidden: boolean) =>
  app.evaluate(({ BrowserWindow }, hide) => {
    const [window] = BrowserWindow.getAllWindows();
    if (hide) window?.hide();
    else window?.show();
  }, isHidden);

test('a change that needs a person is reported by the system as the setting says, and only while Ferry is not in sight', async ({
  openDesk,
  network,
}) => {
  const [first, second] = [uniqueName('Told'), uniqueName('Untold')];
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await signIn(page);
  for (const name of [first, second]) {
    await createClient(page, name);
    await uploaded(page, name);
  }
  const notifications = await recordNotifications(desk);
  /** Has an email address refused while the window is away. */
  async function refuse(name: string, value: string, garbled: string, count: RegExp) {
    await openClient(page, name);
    await network.goDown();
    await edit(page, 'Email', value);
    await expect(statusPill(page)).toContainText(/waiting to upload|needs? attention/);
    network.garbleRounds({ from: value, to: garbled });
    await setHidden(desk, true);
    await network.comeUp();
    await expect(statusPill(page)).toContainText(count);
    await setHidden(desk, false);
  }

  await refuse(first, 'office@example.com', 'office', /1 change needs attention/);
  expect(await notifications()).toEqual([
    { title: 'Ferry needs you', body: expect.stringContaining('needs attention') },
  ]);

  await openView(page, 'Settings');
  const toggle = page.getByRole('switch', { name: 'Notify me about changes that need attention' });
  await toggle.locator('xpath=ancestor-or-self::label').click();
  await expect(toggle).not.toBeChecked();
  await refuse(second, 'desk@example.org', 'desk', /2 changes need attention/);
  expect(await notifications()).toHaveLength(1);
});
