import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import { pictures } from './pictures.ts';
import { field, openView, signIn, upToDate } from './steps.ts';

// Which language a computer speaks and how its region writes dates and numbers are two settings of every system.
test('an English desk in Germany reads and writes days and amounts as Germany does', async ({ openDesk, server }) => {
  const desk = await openDesk({ server: server.url, env: { LC_ALL: 'de_DE.UTF-8' } });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Engagements');
  await page.getByRole('button', { name: 'New engagement' }).click();
  await field(page, 'Due date').fill('3.4.2026');
  await expect(page.getByText(/Read as Friday,? 3 April 2026/)).toBeVisible();
  await pictures(desk, 'region-typed-day');
  await field(page, 'Due date').blur();
  await expect(field(page, 'Due date')).toHaveValue('03.04.2026');
  await field(page, 'Fee').fill('1.234,5');
  await field(page, 'Fee').blur();
  await expect(field(page, 'Fee')).toHaveValue('1.234,50');
});

test('a Swiss desk writes numbers as Switzerland does', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url, switches: ['--lang=de'], env: { LC_ALL: 'de_CH.UTF-8' } });
  await page.getByRole('textbox', { name: 'E-Mail' }).fill('owner@sample.test');
  await page.getByLabel('Passwort').fill('sample');
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await page.getByRole('link', { name: 'Aufträge' }).click();
  await page.getByRole('button', { name: 'Auftrag anlegen' }).click();
  await field(page, 'Honorar').fill("1'234.5");
  await field(page, 'Honorar').blur();
  await expect(field(page, 'Honorar')).toHaveValue('1’234.50');
});
