import { expect, type Page } from '@playwright/test';
import { RENDERER_BUDGET, rendererBytes } from '../support/renderer-size.ts';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import { picture, resize, setTheme, windowPicture } from './pictures.ts';
import { edit, fillSignIn, grid, openView, signIn, statusPill, upToDate } from './steps.ts';

const themes = ['light', 'dark'] as const;

async function openThird(page: Page, view: 'Clients' | 'Engagements' | 'Tasks'): Promise<void> {
  await openView(page, view);
  await grid(page, view).getByRole('row').nth(3).getByRole('gridcell').nth(1).click();
  await expect(page.getByRole('textbox', { name: 'Notes' })).toBeVisible();
}

/** Each screen as a person comes to it. */
const screens: { name: string; open: (page: Page) => Promise<void> }[] = [
  { name: 'overview', open: (page) => page.getByRole('link', { name: 'Overview' }).click() },
  { name: 'clients', open: (page) => openView(page, 'Clients') },
  { name: 'engagements', open: (page) => openView(page, 'Engagements') },
  { name: 'tasks', open: (page) => openView(page, 'Tasks') },
  { name: 'clients-detail', open: (page) => openThird(page, 'Clients') },
  { name: 'engagements-detail', open: (page) => openThird(page, 'Engagements') },
  { name: 'tasks-detail', open: (page) => openThird(page, 'Tasks') },
  {
    name: 'palette',
    open: async (page) => {
      await openView(page, 'Clients');
      await page.keyboard.press('ControlOrMeta+k');
      await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
    },
  },
  {
    name: 'settings',
    open: async (page) => {
      await openView(page, 'Settings');
      await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
    },
  },
];

const wideScreens = new Set(['overview', 'clients', 'tasks', 'engagements-detail', 'settings']);

const syncTabs = ['Waiting', 'Needs attention', 'Conflicts', 'History', 'Uploads', 'Diagnostics'];

test.describe('every screen', () => {
  for (const theme of themes) {
    test(`can be used by everyone in the ${theme} theme`, async ({ openDesk, server }) => {
      test.setTimeout(180_000);
      const desk = await openDesk({ server: server.url });
      const { page } = desk;
      await resize(desk, 1280, 800);
      await setTheme(page, theme);
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await expectAccessible(page, 'sign-in');
      await picture(page, `sign-in-${theme}`);
      await signIn(page);
      await upToDate(page);
      for (const { name, open } of screens) {
        await open(page);
        await expectAccessible(page, name);
        await picture(page, `${name}-${theme}`);
        await page.keyboard.press('Escape');
      }
      await openView(page, 'Sync centre');
      for (const tab of syncTabs) {
        await page.getByRole('tab', { name: tab }).click();
        await expectAccessible(page, `sync centre, ${tab}`);
        if (tab === 'Diagnostics' || tab === 'History') await picture(page, `sync-${tab.toLowerCase()}-${theme}`);
      }
      await resize(desk, 1920, 1080);
      for (const { name, open } of screens.filter((screen) => wideScreens.has(screen.name))) {
        await open(page);
        await expectNothingOverflows(page);
        await picture(page, `${name}-wide-${theme}`);
        await page.keyboard.press('Escape');
      }
    });
  }
});

test('what little room there is, is used: 1024 × 640, and 200 % zoom', async ({ openDesk, server }) => {
  const desk = await openDesk({ server: server.url });
  const { app, page } = desk;
  await resize(desk, 1024, 640);
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Clients');
  await grid(page, 'Clients').getByRole('row').nth(2).click();
  await edit(page, 'Name', 'The Worshipful Company of Very Long Names, Ledgers and Reconciliations of Bath Ltd');
  await picture(page, 'small-window');
  const right = (name: string) => page.locator(name).evaluate((element) => element.getBoundingClientRect().right);
  const left = (name: string) => page.locator(name).evaluate((element) => element.getBoundingClientRect().left);
  expect(await right('.list__header .count')).toBeLessThanOrEqual(await left('.list__tools .search'));
  await expectNothingOverflows(page);
  await expectNothingSquashed(page);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(512);
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeVisible();
  await windowPicture(desk, 'zoom-200');
  await expectNothingOverflows(page);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(grid(page, 'Clients')).toBeVisible();
  await expectNothingOverflows(page);
});

/** WCAG 2.2, 2.5.8: whatever is pressed is at least 24 px wide and high, and its words are whole. */
async function expectNothingSquashed(page: Page): Promise<void> {
  const squashed = await page.evaluate(() =>
    [...document.querySelectorAll('main header button, main header input')]
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        const words = element.querySelector('.truncate');
        const isCut = words !== null && words.scrollWidth > words.clientWidth && words.clientWidth > 1;
        return width < 24 || height < 24 || isCut;
      })
      .map((element) => element.textContent || element.ariaLabel),
  );
  expect(squashed).toEqual([]);
}

test('beside an open record every tool of the list keeps its place and its words, at 1280 px too', async ({
  openDesk,
  server,
}) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await resize(desk, 1280, 800);
  await signIn(page);
  await upToDate(page);
  for (const view of ['Clients', 'Engagements', 'Tasks'] as const) {
    await openThird(page, view);
    await expectNothingSquashed(page);
  }
  await page.evaluate(() => window.ferry.updateSettings({ language: 'de' }));
  await expect(page.getByRole('link', { name: 'Mandanten' })).toBeVisible();
  await expectNothingSquashed(page);
});

/** WCAG 2.2, 1.4.10: reading takes no scrolling in two directions. */
async function expectNothingOverflows(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

test('everything is in German once chosen, without a restart', async ({ openDesk, server }) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await resize(desk, 1280, 800);
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Settings');
  await page.getByRole('button', { name: /Language/ }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(page.getByRole('link', { name: 'Mandanten' })).toBeVisible();
  await expect(statusPill(page)).toHaveText('Auf dem neuesten Stand');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('link', { name: 'Aufgaben' }).click();
  await expect(page.getByRole('button', { name: 'Aufgabe anlegen' })).toBeVisible();
  await picture(page, 'tasks-german');
  await page.getByRole('grid', { name: 'Aufgaben' }).getByRole('row').nth(2).getByRole('gridcell').nth(1).click();
  await expect(page.getByRole('textbox', { name: 'Titel' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Fällig am' }).fill('31.2.2027');
  await page.getByRole('textbox', { name: 'Titel' }).click();
  await expect(page.getByText('Schreiben Sie einen Tag, den es gibt')).toBeVisible();
});

test('signing in says what is wrong in plain words', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Write your email address.')).toBeVisible();
  await fillSignIn(page, { password: 'wrong' });
  await expect(page.getByText('Email and password do not match.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Server' }).fill('http://127.0.0.1:9');
  await page.getByRole('textbox', { name: 'Email' }).click();
  await expect(page.getByText('No Ferry server answers at this address.')).toBeVisible();
});

test('the renderer’s JavaScript stays within 340 KB at the start, and within 172 KB for what is loaded later', async () => {
  const { start, later } = await rendererBytes();
  // Nothing in either would say that nothing was counted.
  expect(Math.min(start, later)).toBeGreaterThan(0);
  expect(start).toBeLessThanOrEqual(RENDERER_BUDGET.start);
  expect(later).toBeLessThanOrEqual(RENDERER_BUDGET.later);
});
