import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const renderer = path.join(import.meta.dirname, '../../../renderer');
const css = readFileSync(path.join(renderer, 'styles/fonts.css'), 'utf8');

/** Whether one of the shipped subsets says that it has the letter. */
function isCovered(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return [...css.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)].some(
    ([, from = '', to = from]) => code >= Number.parseInt(from, 16) && code <= Number.parseInt(to, 16),
  );
}

test('the font that is shipped has the letters of the languages of Europe that use Latin ones, and of money', () => {
  const letters = 'äöüßÄÖÜẞéèêçñøåæœłśżčřžőűşğıİțşðþ€£„“”‚‘’–…›↑↓';
  expect([...letters].filter((letter) => !isCovered(letter))).toEqual([]);
});

test('each file that the styles name is there, as WOFF2 of at most 90 KB, with the licence beside it', () => {
  const files = [...css.matchAll(/url\('([^']+)'\)/g)].map(([, file = '']) => path.join(renderer, 'styles', file));
  expect(files).toHaveLength(2);
  for (const file of files) {
    const bytes = readFileSync(file);
    expect(bytes.subarray(0, 4).toString()).toBe('wOF2');
    expect(bytes.length).toBeLessThan(90 * 1024);
  }
  expect(readFileSync(path.join(renderer, 'fonts/LICENSE'), 'utf8')).toContain('SIL Open Font License');
});
