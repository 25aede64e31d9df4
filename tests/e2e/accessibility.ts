import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Axe finds nothing wrong with what is on the screen now. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  await settled(page);
  // Electron has no second page for axe to run its own script in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const reported = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  expect.soft([screen, ...reported]).toEqual([screen]);
}

/** What is on its way in is not as it will be looked at; only what turns for ever, such as a wait, is not waited for. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < 10_000);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
