import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createJsonFile } from '../../../../main/system/json-file.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

function aFile() {
  const folder = temporaryFolder();
  const file = path.join(folder, 'nested', 'thing.json');
  const log = recordingLog();
  const json = createJsonFile({ file, schema: z.object({ size: z.int() }), clock: manualClock(), log });
  return { folder: path.dirname(file), file, json, log };
}

test('written content is read again, and is readable by its owner only', () => {
  const { file, json } = aFile();
  json.write({ size: 3 });
  expect(json.read()).toEqual({ size: 3 });
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
});

test('a missing file is null, without an error', () => {
  const { json, log } = aFile();
  expect(json.read()).toBeNull();
  expect(log.events).toEqual([]);
});

test.each(['', '{"size":', '{"size":"large"}', '[]', '\0\0\0'])('content %j is set aside, not deleted', (content) => {
  const { folder, file, json, log } = aFile();
  json.write({ size: 1 });
  writeFileSync(file, content);
  expect(json.read()).toBeNull();
  const [aside] = readdirSync(folder);
  expect(aside).toMatch(/^thing\.json\.bad-\d+$/);
  expect(readFileSync(path.join(folder, aside ?? ''), 'utf8')).toBe(content);
  expect(log.events).toEqual(['file.unreadable']);
});

test('an interrupted write leaves the old content', () => {
  const { file, json } = aFile();
  json.write({ size: 1 });
  writeFileSync(`${file}.new`, '{"si');
  expect(json.read()).toEqual({ size: 1 });
  json.write({ size: 2 });
  expect(json.read()).toEqual({ size: 2 });
});
