import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { createSessionStore } from '../../../../main/session/session-store.ts';
import { exportFile } from '../../../../main/system/atomic-file.ts';
import { createSettings } from '../../../../main/system/settings.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

/** Settings that another program holds: to read a folder fails as reading a locked file does. */
function heldSettings() {
  const file = path.join(temporaryFolder(), 'settings.json');
  mkdirSync(file);
  const clock = manualClock();
  const settings = createSettings({ file, clock, log: recordingLog() });
  const release = (content: string) => {
    rmdirSync(file);
    writeFileSync(file, content);
  };
  return { file, clock, settings, release };
}

test('settings that cannot be read for a moment are read later, and every listener is called', () => {
  const { clock, settings, release } = heldSettings();
  const reported: string[] = [];
  settings.onChange(({ language }) => reported.push(language));
  release('{"language":"de"}');
  clock.advance(10_000);
  expect(settings.get().language).toBe('de');
  expect(reported).toEqual(['de']);
});

test('a change in the meantime does not overwrite them', () => {
  const { file, settings, release } = heldSettings();
  expect(() => settings.update({ density: 'compact' })).toThrow('file.unreadable');
  release('{"language":"de"}');
  settings.update({ density: 'compact' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ language: 'de', density: 'compact' });
});

test('settings that cannot be read are a problem that is told of until they can', () => {
  const { file, clock, settings, release } = heldSettings();
  settings.dismissProblem();
  expect(settings.problem()).toEqual({ file: 'settings', kind: 'unreadable', settings: [], path: file });
  release('{"language":"de"}');
  clock.advance(10_000);
  expect(settings.problem()).toBeNull();
});

/** Settings over a file with this content. */
function settingsOf(content: string) {
  const file = path.join(temporaryFolder(), 'settings.json');
  writeFileSync(file, content);
  const open = () => createSettings({ file, clock: manualClock(), log: recordingLog() });
  return { file, open, settings: open() };
}

test('a damaged settings file is kept, and told of until a person has read it', () => {
  const { settings } = settingsOf('{"language":"de", "dens');
  const problem = settings.problem();
  expect(problem).toMatchObject({ file: 'settings', kind: 'invalid', settings: [] });
  expect(readFileSync(problem?.path ?? '', 'utf8')).toBe('{"language":"de", "dens');
  settings.dismissProblem();
  expect(settings.problem()).toBeNull();
});

test('one setting that is invalid costs none of the others, and is named', () => {
  const view = { id: 'v-1', name: 'Mine', table: 'clients', query: {} };
  const content = JSON.stringify({
    language: 'de',
    density: 'enormous',
    columns: { clients: ['name'], tasks: 7 },
    views: [view, { id: '' }],
  });
  const { settings, open, file } = settingsOf(content);
  expect(settings.get()).toMatchObject({ language: 'de', density: 'comfortable', columns: { clients: ['name'] } });
  expect(settings.get().views.map(({ name }) => name)).toEqual(['Mine']);
  const problem = settings.problem();
  expect(problem).toMatchObject({ kind: 'partly', settings: ['density', 'views', 'columns'] });
  expect(readFileSync(problem?.path ?? '', 'utf8')).toBe(content);
  const again = open();
  expect([again.problem(), again.get()]).toEqual([null, settings.get()]);
  expect(readdirSync(path.dirname(file))).toHaveLength(2);
});

/** A session over a file with this content; null: one that another program holds. */
async function sessionOf(content: string | null) {
  const file = path.join(temporaryFolder(), 'session.json');
  if (content === null) mkdirSync(file);
  else writeFileSync(file, content);
  const clock = manualClock();
  const store = { load: async () => null, save: async () => true, clear: () => undefined };
  const session = createSessionStore({ file, store, clock, log: recordingLog() });
  await session.restore();
  return { file, clock, session };
}

test('a session that cannot be read is told of as long as that is so', async () => {
  const { file, clock, session } = await sessionOf(null);
  session.dismissProblem();
  expect(session.problem()).toEqual({ file: 'session', kind: 'unreadable', settings: [], path: file });
  rmdirSync(file);
  clock.advance(10_000);
  expect(session.problem()).toBeNull();
});

test('a damaged session is kept, and told of until a person has read it', async () => {
  const { session } = await sessionOf('[1');
  const problem = session.problem();
  expect(problem).toMatchObject({ file: 'session', kind: 'invalid' });
  expect(readFileSync(problem?.path ?? '', 'utf8')).toBe('[1');
  session.dismissProblem();
  expect(session.problem()).toBeNull();
});

test('an export that cannot be written names its place, not the data folder', () => {
  const folder = path.join(temporaryFolder(), 'gone');
  try {
    exportFile(path.join(folder, 'export.csv'), 'a,b');
    expect.unreachable();
  } catch (thrown) {
    expect(toFerryError(thrown)).toMatchObject({ code: 'file.failed', details: { folder } });
  }
});
