import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('the decisions', () => {
  const files = readdirSync(path.join(root, 'docs/decisions')).filter((name) => /^\d{4}-/.test(name));

  it('are numbered without gaps', () => {
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  });

  it.each(files)('%s has its number, a status and its line in the index', (name) => {
    const text = read(`docs/decisions/${name}`);
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
    const [, status] = /^Status: (accepted|superseded by \d+)$/m.exec(text) ?? [];
    expect(Number(number)).toBe(Number(name.slice(0, 4)));
    expect(read('docs/decisions/README.md')).toContain(`| ${number} | [${title}](${name}) | ${status} |`);
  });
});

const PAGE_LINES = 66;

it('the architecture fits one page and has one diagram', () => {
  const page = read('docs/architecture.md');
  expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(PAGE_LINES);
  expect(page.split('```mermaid')).toHaveLength(2);
});

it('the glossary and the pages name files that exist', () => {
  const places = [...read('docs/glossary.md').matchAll(/\| `([^`|]+)` \|$/gm)].map(([, place = '']) => place);
  expect(places.length).toBeGreaterThan(30);
  const isThere = (place: string) =>
    ['', 'app'].some((folder) => {
      const file = path.join(root, folder, place.replace(/\*$/, ''));
      if (!place.endsWith('*')) return existsSync(file);
      return (
        existsSync(path.dirname(file)) &&
        readdirSync(path.dirname(file)).some((name) => name.startsWith(path.basename(file)))
      );
    });
  expect(places.filter((place) => !isThere(place))).toEqual([]);

  const pages = readdirSync(path.join(root, 'docs')).filter(
    (name) => name.endsWith('.md') && name !== 'reliability.md',
  );
  const files = pages.flatMap((page) =>
    [...read(`docs/${page}`).matchAll(/`((?:app|main|renderer|server|tools|tests|docs)\/[\w./-]+\.\w+)`/g)].map(
      ([, file = '']) => file,
    ),
  );
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

/** Files that may pass the limit, with the reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'app/contract/protocol.ts': 'every shape of the protocol, in one place for the OpenAPI document',
  'app/contract/operations.ts': 'one table of all operations',
};
const MAX_LINES = 250;

it('no source file of the product exceeds 250 lines, except the named ones', () => {
  const sources = ['app', 'main', 'preload', 'renderer', 'server'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`),
  );
  const long = sources.filter((file) => read(file).trimEnd().split('\n').length > MAX_LINES);
  expect(long.filter((file) => LONG_FILES[file] === undefined)).toEqual([]);
});
