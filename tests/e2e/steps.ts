import { expect, type Locator, type Page } from '@playwright/test';
import type { CachedRecord } from '#app/contract/lists.ts';
import type { RunningDesk } from './fixture.ts';

export type View = 'Clients' | 'Engagements' | 'Tasks' | 'Sync centre' | 'Settings';

interface Login {
  server?: string;
  email?: string;
  password?: string;
}

/** What people do on a desk and what they look at, by the names they see. */

export async function fillSignIn(page: Page, login: Login = {}): Promise<void> {
  const door = page.getByRole('button', { name: 'Join my firm' });
  const email = page.getByRole('textbox', { name: 'Email' });
  await expect(door.or(email)).toBeVisible();
  if (await door.isVisible()) await door.click();
  if (login.server !== undefined) await page.getByRole('textbox', { name: 'Server' }).fill(login.server);
  await page.getByRole('textbox', { name: 'Email' }).fill(login.email ?? 'owner@sample.test');
  await page.getByLabel('Password').fill(login.password ?? 'sample');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs in and waits until the firm's records are there. */
export async function signIn(page: Page, login: Login = {}): Promise<void> {
  await fillSignIn(page, login);
  await expect(page.getByRole('link', { name: 'Clients' })).toBeVisible();
}

export function statusPill(page: Page): Locator {
  return page.getByRole('status').first();
}

export async function openView(page: Page, view: View): Promise<void> {
  await page.getByRole('link', { name: view }).click();
}

export function grid(page: Page, name: 'Clients' | 'Engagements' | 'Tasks'): Locator {
  return page.getByRole('grid', { name });
}

export function field(page: Page, label: string): Locator {
  return page.getByRole('textbox', { name: label, exact: true });
}

/** Types into a field of the detail pane and leaves it, which saves it. */
export async function edit(page: Page, label: string, value: string): Promise<void> {
  await field(page, label).fill(value);
  await field(page, label).blur();
}

export async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox').fill(text);
}

export async function createClient(page: Page, name: string): Promise<void> {
  await openView(page, 'Clients');
  await page.getByRole('button', { name: 'New client' }).click();
  await edit(page, 'Name', name);
}

/** Finds a client in the list and opens its detail pane. */
export async function openClient(page: Page, name: string): Promise<void> {
  await openView(page, 'Clients');
  await search(page, name);
  await grid(page, 'Clients').getByText(name).first().click();
  await expect(field(page, 'Name')).toHaveValue(name);
}

/** The clients a search finds, by name, as the desk's core has them, past what the screen happens to show. */
export async function clientNames(page: Page, wanted: string): Promise<unknown[]> {
  return (await clients(page, wanted)).map(({ data }) => data.name);
}

/** The clients a search finds. */
export async function clients(page: Page, wanted: string): Promise<CachedRecord[]> {
  return await page.evaluate(async (search) => {
    const found = await window.ferry.listRecords('clients', { search }, { limit: 50 });
    return found.ok ? found.value.rows : [];
  }, wanted);
}

/** The client of this name has been acknowledged by the server, with every edit made to it here. */
export async function uploaded(page: Page, name: string): Promise<void> {
  await expect.poll(async () => (await clients(page, name))[0]?.badge).toBe('synced');
}

/**
 * Once a desk says so, its work is on the server and the server's is here. The core is asked first: right after an edit
 * the pill may still say what was true before it.
 */
export async function upToDate(page: Page): Promise<void> {
  const isCoreUpToDate = () =>
    page.evaluate(async () => {
      const status = await window.ferry.getStatus();
      return status.ok && status.value.display.kind === 'upToDate' && !status.value.isSyncing;
    });
  await expect.poll(isCoreUpToDate).toBe(true);
  await expect(statusPill(page)).toHaveText('Up to date');
}

/** Groups the list that is open, and closes the panel by key once the choice is gone and the panel has the focus again. */
export async function groupBy(page: Page, choice: string): Promise<void> {
  const display = page.getByRole('button', { name: 'Display' });
  const chooser = page.getByRole('button', { name: /Group by/ });
  await display.click();
  await chooser.click();
  await page.getByRole('option', { name: choice }).click();
  await expect(chooser).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(display).toBeFocused();
}

export async function syncNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sync now' }).click();
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Adds a record to the open one, which stays open: on the tab that lists such records, by its title. */
export async function addTo(page: Page, what: 'engagement' | 'task', title: string): Promise<void> {
  await press(page, `Add ${what}`);
  await field(page, `New ${what}`).fill(title);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel').getByRole('link', { name: title })).toBeVisible();
}

/** The same, and goes on in the new record. */
export async function addAndOpen(page: Page, what: 'engagement' | 'task', title: string): Promise<void> {
  await addTo(page, what, title);
  await page.getByRole('tabpanel').getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await page.getByRole('tab', { name: 'Details' }).click();
}

/** A passing message, with its buttons. */
export function notice(page: Page, words: string): Locator {
  return page.getByRole('region', { name: 'Messages' }).locator('.notice', { hasText: words });
}

/** Answers the system's question where to save, for the next files of this desk. */
export async function savesTo({ app }: Pick<RunningDesk, 'app'>, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
}

/** Where the system cannot keep the token, or it ran out: the person is known, and only asked for the password. */
export async function signInAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in again', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('Password').fill('sample');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await upToDate(page);
}

let names = 0;

/** Tests share one firm, so each names its own records; one word, so that no search takes a part of it for another's. */
export function uniqueName(word: string): string {
  names += 1;
  return `${word} ${process.pid}x${String(names).padStart(3, '0')} Ltd`;
}

/** As long as firms are named at most: 80 characters. */
export function longName(word: string): string {
  const name = `${uniqueName(word)} Hollenstein und Partner Steuerberatungsgesellschaft mbH & Co. KG`;
  return name.slice(0, 80).trim();
}
