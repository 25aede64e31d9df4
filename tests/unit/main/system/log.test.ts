import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createFileLog } from '../../../../main/system/log.ts';
import { manualClock, temporaryFolder } from '../support.ts';

function aLog(maxBytes?: number) {
  const file = path.join(temporaryFolder(), 'logs', 'ferry.log');
  const log = createFileLog({ file, clock: manualClock(), ...(maxBytes === undefined ? {} : { maxBytes }) });
  return { file, log, lines: () => readFileSync(file, 'utf8').trimEnd().split('\n') };
}

test('each line is JSON with time, level and event, in order', async () => {
  const { log, lines } = aLog();
  log.info('sync.started', { reason: 'manual' });
  log.warn('sync.failed');
  await log.flush();
  expect(lines().map((line) => JSON.parse(line))).toEqual([
    { time: '2026-03-31T09:00:00.000Z', level: 'info', event: 'sync.started', reason: 'manual' },
    { time: '2026-03-31T09:00:00.000Z', level: 'warn', event: 'sync.failed' },
  ]);
});

test('secrets and record content are omitted, whoever logs them', async () => {
  const { log, lines } = aLog();
  log.info('x', {
    token: 'secret-1',
    password: 'secret-2',
    email: 'secret-3',
    data: { notes: 'secret-4' },
    status: 401,
  });
  await log.flush();
  expect(lines().join()).toContain('401');
  expect(lines().join()).not.toContain('secret');
});

test('a large file is rotated, and only a few old ones are kept', async () => {
  const { file, log } = aLog(200);
  for (let index = 0; index < 40; index += 1) {
    log.info('filler', { index });
    await log.flush();
  }
  const names = readdirSync(path.dirname(file)).sort();
  expect(names.filter((name) => name !== 'ferry.log')).toEqual(['ferry.log.1', 'ferry.log.2', 'ferry.log.3']);
});

test('a log that cannot be written breaks nothing else', async () => {
  const file = path.join(temporaryFolder(), 'ferry.log', '\0');
  const log = createFileLog({ file, clock: manualClock() });
  log.error('anything');
  await log.flush();
  expect(existsSync(file)).toBe(false);
});
