import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { UpdateState } from '#app/contract/updates.ts';
import type { Feed } from '../../main/updates/feed.ts';
import { haltRelease, offerRelease } from '../../tools/release/channel-files.ts';
import { createUpdateKeys, signFeed } from '../../tools/release/sign-feed.ts';
import { test } from '../e2e/fixture.ts';
import { openView, signIn, signInAgain, upToDate } from '../e2e/steps.ts';
import { makeCertificate } from '../support/certificate.ts';
import { attach, launchPackedApp } from './packed-app.ts';
import { repack } from './repack.ts';
import { type Answer, startUpdateServer } from './update-server.ts';

// biome-ignore lint/suspicious/noSkippedTests: the rehearsal replaces an AppImage, which only Linux has
test.skip(process.platform !== 'linux', 'the rehearsal replaces an AppImage');
test.setTimeout(240_000);

const NEW_VERSION = '9.9.9';
const FILE = `Ferry-${NEW_VERSION}-linux-x86_64.AppImage`;
/** Changes that wait while the update is installed. */
const OUTBOX = 250;
const keys = createUpdateKeys();
const nextKeys = createUpdateKeys();

/** As people see them; an update is whatever the real updater makes of it. */
const check = (page: Page) => page.evaluate(() => window.ferry.checkForUpdate()).then(stateIn);
const stateOf = (page: Page) => page.evaluate(() => window.ferry.getUpdateState()).then(stateIn);
const stateIn = (answer: { ok: boolean; value?: unknown }) => answer.value as UpdateState;
const pendingOf = async (page: Page): Promise<number | undefined> => {
  const answer = await page.evaluate(() => window.ferry.getStatus());
  return answer.ok ? answer.value.regions.counts.pending : undefined;
};
const fingerprint = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
const choose = (page: Page, updateChannel: 'latest' | 'beta') =>
  page.evaluate((channel) => window.ferry.updateSettings({ updateChannel: channel }), updateChannel);

test('an update is offered, refused where it is wrong, called back, installed, and back with the outbox', async ({
  network,
  newFolder,
}) => {
  const folder = await newFolder();
  const inFolder = (name: string) => path.join(folder, name);
  const server = await startUpdateServer(makeCertificate(folder));
  const elsewhere = await startUpdateServer(makeCertificate(folder));
  const ferry = {
    isForTests: true,
    updates: {
      url: server.url,
      keys: [keys.publicKey, nextKeys.publicKey],
      checkTimeoutMs: 1_000,
      stallTimeoutMs: 2_000,
    },
  };
  const oldApp = await repack(inFolder('old'), { ferry });
  // The next version keeps the data in another way: the way from one schema to the next, with a full outbox.
  const migration = 'ALTER TABLE sync_queue ADD COLUMN rehearsed INTEGER NOT NULL DEFAULT 1';
  const newApp = await repack(inFolder('new'), { ferry, version: NEW_VERSION }, migration);

  // What stands in for an AppImage: one file that starts an app. The new one reports where its pages can be driven.
  const appImage = inFolder('Ferry.AppImage');
  const secondLog = inFolder('second.log');
  const pidFile = inFolder('second.pid');
  await writeFile(appImage, `#!/bin/sh\nAPPDIR='${path.dirname(oldApp)}' exec '${oldApp}' "$@"\n`);
  await chmod(appImage, 0o755);
  const body = Buffer.concat([
    Buffer.from(
      `#!/bin/sh\necho $$ >'${pidFile}'\nAPPDIR='${path.dirname(newApp)}' exec '${newApp}' "$@" 2>'${secondLog}'\n`,
    ),
    Buffer.from(`exit\n${randomBytes(1_500_000).toString('hex')}`),
  ]);

  let sequence = 1;
  const feed = (patch: Partial<Feed> = {}): Feed => ({
    format: 1,
    app: 'desk.ferry.app',
    channel: 'latest',
    sequence,
    version: NEW_VERSION,
    rolloutPercent: 100,
    isHalted: false,
    notes: { en: '### Added\n- A calendar for tasks.' },
    files: [
      {
        name: FILE,
        platform: 'linux',
        arch: process.arch === 'arm64' ? 'arm64' : 'x64',
        target: 'AppImage',
        bytes: body.length,
        sha512: createHash('sha512').update(body).digest('base64'),
      },
    ],
    ...patch,
  });
  const serveFile = (answer: Answer = { kind: 'bytes', body }) => server.answer(`/${FILE}`, answer);
  const serveFeed = (answer: Answer, channel = 'latest') => server.answer(`/${channel}.json`, answer);
  const serve = (patch: Partial<Feed> = {}, privateKey = keys.privateKey) => {
    sequence += 1;
    const signed = feed({ sequence, ...patch });
    serveFeed({ kind: 'bytes', body: signFeed(signed, [privateKey]) }, signed.channel);
  };

  const dataFolder = inFolder('data');
  const env = { APPIMAGE: appImage, XDG_CACHE_HOME: inFolder('cache') };
  await mkdir(inFolder('cache'));
  const switches = [`--user-data-dir=${dataFolder}`, '--ignore-certificate-errors', `--server=${network.url}`];
  const app = await launchPackedApp(switches, { executable: appImage, env });
  const { page } = app;
  await signIn(page);
  await upToDate(page);
  expect(await stateOf(page)).toEqual({ kind: 'unchecked' });

  await test.step('the feed itself is wrong', async () => {
    const failsWith = async (failure: string) =>
      expect(await check(page)).toEqual({ kind: 'failed', failure, version: null });
    await failsWith('gone');
    serveFeed({ kind: 'bytes', body: '<!doctype html><title>Sign in to the network</title>', type: 'text/html' });
    await failsWith('badAnswer');
    serveFeed({ kind: 'silence' });
    await failsWith('unreachable');
    serve({}, createUpdateKeys().privateKey);
    await failsWith('badSignature');
    serveFeed({ kind: 'redirect', to: `${elsewhere.url}/latest.json` });
    await failsWith('otherOrigin');
    expect(elsewhere.requests).toEqual([]);
  });

  await test.step('there is nothing for this desk', async () => {
    for (const patch of [{ version: '0.0.1' }, { rolloutPercent: 0 }, { isHalted: true }]) {
      serve(patch);
      expect(await check(page)).toMatchObject({ kind: 'current' });
    }
    const before = sequence;
    sequence = 0;
    serve();
    expect(await check(page)).toEqual({ kind: 'failed', failure: 'replayed', version: null });
    sequence = before;
  });

  await test.step('the file is wrong', async () => {
    const failsWith = async (failure: string, answer: Answer) => {
      serveFile(answer);
      serve();
      await check(page);
      await expect.poll(() => stateOf(page)).toEqual({ kind: 'failed', failure, version: NEW_VERSION });
    };
    await failsWith('damaged', { kind: 'bytes', body: Buffer.alloc(body.length, 'x') });
    await failsWith('damaged', { kind: 'bytes', body: Buffer.concat([body, body]) });
    await failsWith('damaged', { kind: 'half', body, isCut: true });
    await failsWith('stalled', { kind: 'half', body, isCut: false });
    await failsWith('otherOrigin', { kind: 'redirect', to: `${elsewhere.url}/${FILE}` });
    expect(elsewhere.requests).toEqual([]);
  });

  const isReady = () => expect.poll(() => stateOf(page)).toMatchObject({ kind: 'ready', version: NEW_VERSION });

  await test.step('it is offered, and called back after it was downloaded', async () => {
    await openView(page, 'Settings');
    serveFile({ kind: 'slow', body });
    serve({}, nextKeys.privateKey);
    await check(page);
    await expect(page.getByText(/Downloading version 9\.9\.9: [1-9]\d? %/)).toBeVisible();
    await isReady();
    await expect(page.getByText('Ferry 9.9.9 is ready to install.')).toBeVisible();
    serve({ isHalted: true });
    const answer = await page.evaluate(() => window.ferry.installUpdate());
    expect(stateIn(answer)).toEqual({ kind: 'failed', failure: 'withdrawn', version: NEW_VERSION });
  });

  await test.step('it is superseded by a higher version, which is called back before somebody quits', async () => {
    const bad = feed({ sequence: sequence + 1 });
    const halted = haltRelease({ latest: bad }, NEW_VERSION, bad.sequence);
    const release = { version: '9.9.10', files: bad.files, notes: bad.notes, rolloutPercent: 100 };
    const { latest } = offerRelease(halted, release, bad.sequence);
    if (latest === undefined) throw new Error('Nothing is offered');
    sequence = latest.sequence - 1;
    serve(latest);
    await check(page);
    await expect.poll(() => stateOf(page)).toMatchObject({ kind: 'ready', version: '9.9.10' });
    serve({ version: '9.9.10', isHalted: true });
    expect(await check(page)).toEqual({ kind: 'failed', failure: 'withdrawn', version: '9.9.10' });
  });

  await test.step('the channel is switched back', async () => {
    serve({ channel: 'beta' });
    serve({ version: '0.0.1' });
    await choose(page, 'beta');
    await isReady();
    await choose(page, 'latest');
    await expect.poll(() => stateOf(page)).toMatchObject({ kind: 'current' });
  });

  await test.step('it is installed, and the work that was not uploaded is there', async () => {
    await network.goDown();
    const unsaved = await page.evaluate(async (count) => {
      const id = (number: number) => `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
      const answers: { ok: boolean }[] = [];
      for (let n = 0; n < count; n++)
        answers.push(await window.ferry.queueChange('clients', 'insert', id(n), { name: `Kept ${n}` }));
      return answers.filter(({ ok }) => !ok);
    }, OUTBOX);
    expect(unsaved).toEqual([]);
    serve();
    await check(page);
    await isReady();
    await expect(page.getByText('A calendar for tasks.')).toBeVisible();
    const ended = new Promise((resolve) => app.process?.once('exit', resolve));
    await page.getByRole('button', { name: 'Restart and install' }).click();
    await ended;
    expect(await readFile(appImage)).toEqual(body);
    const address = () =>
      readFile(secondLog, 'utf8').then(
        (message) => /DevTools listening on ws:\/\/([^/]+)/.exec(message)?.[1],
        () => undefined,
      );
    await expect.poll(address, { timeout: 60_000 }).toBeDefined();
    const updated = await attach((await address()) ?? '', null);
    const info = await updated.page.evaluate(() => window.ferry.getAppInfo());
    expect(info).toMatchObject({ value: { version: NEW_VERSION, dataFolder } });
    expect(await pendingOf(updated.page)).toBe(OUTBOX);
    const backups = await updated.page.evaluate(() => window.ferry.listBackups());
    expect(backups).toMatchObject({
      value: expect.arrayContaining([expect.objectContaining({ kind: 'beforeUpdate' })]),
    });
    await network.comeUp();
    await signInAgain(updated.page);
    expect(await pendingOf(updated.page)).toBe(0);
    await updated.quit();
    const pid = Number(await readFile(pidFile, 'utf8'));
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  await test.step('the older version leaves the data of the newer as it is', async () => {
    const before = await fingerprint(path.join(dataFolder, 'ferry.db'));
    const older = await launchPackedApp(switches, { executable: oldApp, env });
    const messages = older.page.getByRole('region', { name: 'Messages' });
    await expect(messages.getByText('This data was written by a newer Ferry.')).toBeVisible();
    await older.quit();
    expect(await fingerprint(path.join(dataFolder, 'ferry.db'))).toBe(before);
  });
  await server.close();
  await elsewhere.close();
});

test('a released app does not start with a switch that would open it to others', async ({ newFolder }) => {
  const { spawn } = await import('node:child_process');
  const released = await repack(path.join(await newFolder(), 'app'), { ferry: { isForTests: false } });
  const app = spawn(released, ['--no-sandbox', '--remote-debugging-port=0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let message = '';
  app.stderr.on('data', (chunk) => {
    message += chunk;
  });
  const code = await new Promise((resolve) => app.once('exit', resolve));
  expect([code, message]).toEqual([1, expect.stringContaining('does not start with --remote-debugging-port')]);
});
