import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningDesk } from './fixture.ts';

export type View = 'Clients' | 'Engagements' | 'Tasks' | 'Sync centre' | 'Settings';

interface Login {
  server?: string;
  email?: string;
  password?: string;
}

/** What people do on a desk and what they look at, by the names they see. */

export async function fillSignIn(page: Page, login: Login = {}): Promise<void> {
  if (login.server !== undefined) await page.getByRole('textbox', { name: 'Server' }).fill(login.server);
  await page.getByRole('textbox', { name: 'Email' }).fill(login.email ?? 'owner@sample.test');
  await page.getByLabel('Password').fill(login.password ?? 'sample');
  await page.getByRole('button', { name: 'Sign in' }).click();
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

/** The record as the desk's core has it, past what the screen happens to show. */
export async function storedRecord(desk: RunningDesk, table: string, name: string) {
  return await desk.page.evaluate(
    async ([inTable, wanted]) => {
      const found = await window.ferry.listRecords(inTable, { search: wanted, filters: [], sort: null }, { limit: 50 });
      return found.ok ? found.value.rows : [];
    },
    [table, name] as const,
  );
}
