import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changelogProblems, notesOf, parseChangelog } from '../../../../tools/release/changelog.ts';

const root = path.join(import.meta.dirname, '../../../..');
const good = `# Changelog

## [Unreleased]

## [1.1.0] - 2026-02-01

### Added
- Two.

## [1.0.0] - 2026-01-31

### Fixed
- One.
`;

describe('Ferry’s changelog', () => {
  it.each(['CHANGELOG.md', 'CHANGELOG.de.md'])('%s is fit for a release', (name) => {
    expect(changelogProblems(readFileSync(path.join(root, name), 'utf8'))).toEqual([]);
  });

  it('has a section for the version of package.json', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(notesOf(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), version)).not.toBeNull();
  });

  it('has each German section in English too', () => {
    const versionsIn = (name: string) =>
      parseChangelog(readFileSync(path.join(root, name), 'utf8')).map(({ version }) => version);
    expect(existsSync(path.join(root, 'CHANGELOG.de.md'))).toBe(true);
    expect(versionsIn('CHANGELOG.de.md').filter((version) => !versionsIn('CHANGELOG.md').includes(version))).toEqual(
      [],
    );
  });
});

describe('a changelog', () => {
  it('is read by section', () => {
    expect(notesOf(good, '1.1.0')).toBe('### Added\n- Two.');
    expect(notesOf(good, '1.2.0')).toBeNull();
    expect(notesOf(good, 'Unreleased')).toBeNull();
    expect(changelogProblems(good)).toEqual([]);
  });

  it.each([
    ['a version without a day', good.replace(' - 2026-02-01', ''), '1.1.0 has no day'],
    ['a day that is none', good.replace('2026-02-01', '2026-02-31x'), '1.1.0 has no day'],
    ['a version that is none', good.replace('[1.1.0]', '[next]'), '"next" is no version'],
    ['an empty version', good.replace('### Added\n- Two.\n', ''), '1.1.0 says nothing'],
    ['a heading of its own', good.replace('### Added', '### News'), '"News" is none of'],
    ['no heading', good.replace('### Added\n', ''), '1.1.0 has no heading'],
    ['a version twice', good.replace('[1.0.0]', '[1.1.0]'), '1.1.0 stands there twice'],
    ['days that go up', good.replace('2026-01-31', '2026-03-31'), '1.1.0 is older than 1.0.0'],
  ])('is unfit for a release with %s', (_what, text, problem) => {
    expect(changelogProblems(text).join('\n')).toContain(problem);
  });
});
