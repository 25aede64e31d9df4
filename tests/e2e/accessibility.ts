import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Axe finds nothing wrong with what is on the screen now. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // Electron has no second page for axe to run its own script in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  expect.soft([screen, ...told]).toEqual([screen]);
}
