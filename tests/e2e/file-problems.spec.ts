import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import { picture, setTheme } from './pictures.ts';
import { signIn } from './steps.ts';

test('settings that cannot be read are told of, kept, and apply again by themselves', async ({ openDesk, network }) => {
  const desk = await openDesk({ server: network.url });
  await signIn(desk.page);
  await setTheme(desk.page, 'dark');
  await desk.quit();
  const file = path.join(desk.dataFolder, 'settings.json');
  renameSync(file, `${file}.away`);
  mkdirSync(file);

  const later = await openDesk({ dataFolder: desk.dataFolder });
  const message = later.page.getByRole('status').filter({ hasText: 'cannot read your settings' });
  await expect(message).toContainText(file);
  await expect(message.getByRole('button')).toHaveCount(0);
  await picture(later.page, 'settings-unreadable-light');
  rmdirSync(file);
  renameSync(`${file}.away`, file);
  await expect(message).toHaveCount(0);
  await expect(later.page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('invalid settings are named in both languages, and the file as it was is kept', async ({ openDesk, network }) => {
  const desk = await openDesk({ server: network.url });
  await signIn(desk.page);
  await desk.quit();
  const file = path.join(desk.dataFolder, 'settings.json');
  const change = (patch: object) => {
    const content = JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...patch });
    writeFileSync(file, content);
    return content;
  };
  const content = change({ language: 'de', density: 'enormous', views: [{ id: '' }] });

  const german = await openDesk({ dataFolder: desk.dataFolder });
  const meldung = german.page.getByRole('status').filter({ hasText: 'ließen sich nicht lesen' });
  await expect(meldung).toContainText('Zeilenabstand und Gespeicherte Ansichten');
  await picture(german.page, 'settings-partly-light');
  const kept = await meldung.locator('.file-problem__path').textContent();
  expect(readFileSync(kept ?? '', 'utf8')).toBe(content);
  await meldung.getByRole('button', { name: 'Schließen' }).click();
  await expect(meldung).toHaveCount(0);
  await german.quit();

  writeFileSync(file, '{"language":"de", "dens');
  const english = await openDesk({ dataFolder: desk.dataFolder });
  const message = english.page.getByRole('status').filter({ hasText: 'their file was damaged' });
  await expect(message).toContainText(`${file}.bad-`);
  await message.getByRole('button', { name: 'Close' }).click();
  await expect(message).toHaveCount(0);
});

test('a session that is damaged is told of where one signs in', async ({ openDesk, network }) => {
  const desk = await openDesk({ server: network.url });
  await signIn(desk.page);
  await desk.quit();
  writeFileSync(path.join(desk.dataFolder, 'session.json'), '{"session":');

  const later = await openDesk({ dataFolder: desk.dataFolder });
  const message = later.page.getByRole('status').filter({ hasText: 'who was signed in here' });
  await expect(message).toContainText('Sign in again; your work is still on this computer.');
  await picture(later.page, 'session-damaged-light');
  await message.getByRole('button', { name: 'Close' }).click();
  await signIn(later.page);
});
