import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { makeAuthority, makeCertificate, trustIn } from '../support/certificate.ts';
import { createAuthenticatingProxy, createTlsGateway } from '../support/gateways.ts';
import { test } from './fixture.ts';
import { pictures } from './pictures.ts';
import { createClient, fillSignIn, press, signIn, statusPill, uniqueName, uploaded, upToDate } from './steps.ts';

test.beforeEach(() => test.slow());

const hasCertutil = process.platform === 'linux' && spawnSync('certutil', ['-H']).error === undefined;

const logOf = (dataFolder: string) => readFileSync(path.join(dataFolder, 'logs/ferry.log'), 'utf8');

test('an untrusted certificate is reported with its subject and end, and nothing is sent', async ({
  openDesk,
  newFolder,
  server,
}) => {
  const gateway = await createTlsGateway(server.url, makeCertificate(await newFolder()));
  try {
    const desk = await openDesk();
    const { page, dataFolder } = desk;
    await fillSignIn(page, { server: `https://127.0.0.1:${gateway.port}` });
    const reported = page.getByText(/The certificate of 127\.0\.0\.1 was issued by “ferry\.local, Some Firm”/).first();
    await expect(reported).toBeVisible();
    await expect(reported).toContainText(/until \d{1,2} \w+ \d{4}/);
    await expect(page.getByText('guest Wi-Fi')).toHaveCount(0);
    await pictures(desk, 'certificate-sign-in');
    await expect.poll(() => logOf(dataFolder)).toContain('ERR_CERT_AUTHORITY_INVALID');
  } finally {
    await gateway.dispose();
  }
});

test('a server whose certificate is no longer trusted stops the upload and says so', async ({
  openDesk,
  newFolder,
  server,
}) => {
  const certificate = makeCertificate(await newFolder());
  const gateway = await createTlsGateway(server.url, certificate);
  try {
    const name = uniqueName('Untrusted');
    const trusting = await openDesk({ switches: ['--ignore-certificate-errors'] });
    await signIn(trusting.page, { server: `https://127.0.0.1:${gateway.port}` });
    await upToDate(trusting.page);
    await trusting.quit();

    const desk = await openDesk({ dataFolder: trusting.dataFolder });
    const { page } = desk;
    await createClient(page, name);
    await expect(statusPill(page)).toContainText('Certificate refused');
    await expect(page.getByRole('alert').filter({ hasText: 'ferry.local' })).toBeVisible();
    await pictures(desk, 'certificate-banner');
    await page.evaluate(() => window.ferry.updateSettings({ language: 'de' }));
    await expect(page.getByRole('alert').filter({ hasText: 'Das Zertifikat von 127.0.0.1' })).toBeVisible();
  } finally {
    await gateway.dispose();
  }
});

const YEAR_MS = 365 * 86_400_000;

// Chromium takes further authorities from NSS's database on Linux.
for (const [what, validFromYears, serverYears, isClock] of [
  ['no longer valid', -2, 0, false],
  ['no longer valid here, but by the time of the server: the clock is ahead', -2, -1.5, true],
  ['not valid yet here, but by the time of the server: the clock is behind', 1, 1.5, true],
] as const) {
  if (!hasCertutil) break;
  test(`a trusted certificate that is ${what}, says which of the two is wrong`, async ({
    openDesk,
    newFolder,
    server,
  }) => {
    const authority = makeAuthority(await newFolder());
    const home = await newFolder();
    trustIn(home, authority.file);
    const validFromMs = Date.now() + validFromYears * YEAR_MS;
    const certificate = authority.issue(validFromMs, validFromMs + YEAR_MS);
    const nowMs = Date.now() + serverYears * YEAR_MS;
    const gateway = await createTlsGateway(server.url, certificate, { nowMs });
    try {
      const desk = await openDesk({ env: { HOME: home } });
      const { page, dataFolder } = desk;
      await fillSignIn(page, { server: `https://127.0.0.1:${gateway.port}` });
      const message = page.getByText(isClock ? /clock of this computer is wrong/ : /is not valid today/);
      await expect(page.getByText('Checking')).toHaveCount(0);
      await expect(message).toHaveCount(1);
      await expect(page.getByText(/clock of this computer is wrong|is not valid today/)).toHaveCount(1);
      await expect.poll(() => logOf(dataFolder)).toContain('ERR_CERT_DATE_INVALID');
      await page.evaluate(() => window.ferry.updateSettings({ language: 'de' }));
      await expect(page.getByText(isClock ? /Uhr dieses Computers geht falsch/ : /gilt heute nicht/)).toHaveCount(1);
      await pictures(desk, `certificate-${validFromYears > 0 ? 'clock-behind' : isClock ? 'clock-ahead' : 'expired'}`);
    } finally {
      await gateway.dispose();
    }
  });
}

test('a proxy that asks for a password gets it from the person, and at the next start by itself', async ({
  openDesk,
  server,
}) => {
  const proxy = await createAuthenticatingProxy('ana', 'let me through');
  const switches = [`--proxy-server=127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'];
  try {
    const name = uniqueName('Proxied');
    const desk = await openDesk({ server: server.url, switches });
    const { page, dataFolder } = desk;
    await fillSignIn(page);
    await expect(page.getByRole('button', { name: 'Enter password…' })).toBeVisible();
    await pictures(desk, 'proxy-sign-in');
    await press(page, 'Enter password…');
    const dialog = page.getByRole('dialog', { name: 'Sign in to the proxy' });
    await expect(dialog).toContainText(`127.0.0.1:${proxy.port}`);
    await expect(dialog).toContainText('Some Firm');
    await dialog.getByLabel('User name').fill('ana');
    await dialog.getByLabel('Password').fill('wrong');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog.getByRole('alert')).toContainText('did not take');
    await pictures(desk, 'proxy-refused');
    await dialog.getByLabel('Password').fill('let me through');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await createClient(page, name);
    await uploaded(page, name);
    expect(proxy.passed()).toBeGreaterThan(0);
    expect(logOf(dataFolder)).not.toContain('let me through');
  } finally {
    await proxy.dispose();
  }
});

test('a proxy that begins to ask while Ferry runs is reported in the window', async ({ openDesk, network }) => {
  const proxy = await createAuthenticatingProxy('ana', 'let me through');
  try {
    const desk = await openDesk({ server: network.url });
    const { page, app } = desk;
    await signIn(page);
    await expect(statusPill(page)).toHaveText('Up to date', { timeout: 90_000 });
    await app.evaluate(
      ({ session }, port) =>
        session.fromPartition('sync').setProxy({ proxyRules: `127.0.0.1:${port}`, proxyBypassRules: '<-loopback>' }),
      proxy.port,
    );
    const name = uniqueName('Behind');
    await createClient(page, name);
    await expect(statusPill(page)).toContainText('The proxy asks for a password');
    await pictures(desk, 'proxy-banner');
    await press(page, 'Enter password…');
    const dialog = page.getByRole('dialog', { name: 'Sign in to the proxy' });
    await dialog.getByLabel('User name').fill('ana');
    await dialog.getByLabel('Password').fill('let me through');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await uploaded(page, name);
  } finally {
    await proxy.dispose();
  }
});
