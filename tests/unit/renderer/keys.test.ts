import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { QUICK_ACTIONS, quickKeys } from '../../../renderer/record/quick-actions.ts';
import { SHORTCUTS } from '../../../renderer/shell/shortcuts.ts';

const root = path.join(import.meta.dirname, '../../..');

/** As docs/keys.md writes it: `Ctrl+Shift+S`. */
const written = (shortcut: string) =>
  shortcut
    .split('+')
    .map((part) =>
      part === 'mod'
        ? 'Ctrl'
        : /^(shift|alt|enter|space|menu)$/.test(part)
          ? part[0]?.toUpperCase() + part.slice(1)
          : part,
    )
    .join('+');

test('the table in the documents has every key of the sheet, and every key of an action', () => {
  const [table = ''] = readFileSync(path.join(root, 'docs/keys.md'), 'utf8').split('## Days');
  const documented = new Set([...table.matchAll(/`([^`]+)`/g)].map(([, key]) => key));
  const shown = SHORTCUTS.flatMap(({ keys }) => keys.flatMap(([, shortcuts]) => shortcuts.map(written)));
  expect([...shown, ...QUICK_ACTIONS.map((action) => quickKeys[action])].filter((key) => !documented.has(key))).toEqual(
    [],
  );
});

test('the table has no key that the sheet does not show', () => {
  const [table = ''] = readFileSync(path.join(root, 'docs/keys.md'), 'utf8').split('## Days');
  const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| action'));
  const keys = rows.flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, key]) => key));
  const shown = new Set(SHORTCUTS.flatMap(({ keys: all }) => all.flatMap(([, shortcuts]) => shortcuts.map(written))));
  expect(keys.filter((key) => key !== undefined && !shown.has(key))).toEqual([]);
});
