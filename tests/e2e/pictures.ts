import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { RunningDesk } from './fixture.ts';

const screenshots = path.join(import.meta.dirname, '../../docs/screenshots');

/** Pictures are only kept when asked for (FERRY_SCREENSHOTS=1), so that a test run leaves the tree as it was. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.FERRY_SCREENSHOTS === undefined) return;
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), animations: 'disabled' });
}

/** Each width, theme and language with each other, two at a time: four pictures show what all eight would. */
const LOOKS = [
  { language: 'en', theme: 'light', width: 1280, height: 800 },
  { language: 'de', theme: 'dark', width: 1280, height: 800 },
  { language: 'de', theme: 'light', width: 1920, height: 1080 },
  { language: 'en', theme: 'dark', width: 1920, height: 1080 },
] as const;

/** What the window shows now, as everybody sees it; in a folder of its own. Afterwards it is English, light and small. */
export async function pictures(desk: RunningDesk, name: string): Promise<void> {
  if (process.env.FERRY_SCREENSHOTS === undefined) return;
  for (const look of [...LOOKS, LOOKS[0]]) {
    const { language, theme, width, height } = look;
    await resize(desk, width, height);
    await desk.page.evaluate((wanted) => window.ferry.updateSettings({ language: wanted }), language);
    await setTheme(desk.page, theme);
    await desk.page.locator(`html[lang^=${language}]`).waitFor();
    await picture(desk.page, `edges/${name}-${language}-${theme}-${width}`);
  }
}

/** The same of a zoomed window, of which a page's own picture shows only a corner. */
export async function windowPicture({ app, page }: RunningDesk, name: string): Promise<void> {
  if (process.env.FERRY_SCREENSHOTS === undefined) return;
  // The window shows a new zoom only with its next frames.
  await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))));
  const bytes = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return image?.toPNG().toString('base64') ?? '';
  });
  await writeFile(path.join(screenshots, `${name}.png`), Buffer.from(bytes, 'base64'));
}

export async function resize({ app }: RunningDesk, width: number, height: number): Promise<void> {
  const size = { width, height };
  await app.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height),
    size,
  );
}

export async function setTheme(page: Page, appearance: 'light' | 'dark'): Promise<void> {
  await page.evaluate((wanted) => window.ferry.updateSettings({ appearance: wanted }), appearance);
  await page.locator(`html[data-theme=${appearance}]`).waitFor();
}
