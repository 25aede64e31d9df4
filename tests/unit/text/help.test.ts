import { describe, expect, it } from 'vitest';
import { findHelp, helpPages } from '#app/text/help/pages.ts';

describe('the help', () => {
  it.each(['en', 'de'] as const)('has the same pages with as many sections in %s', (language) => {
    const shape = (pages: ReturnType<typeof helpPages>) =>
      pages.map(({ name, source }) => [name, source.match(/^# /gm)?.length, source.match(/^(-|\d+\.) /gm)?.length]);
    expect(shape(helpPages(language))).toEqual(shape(helpPages('en')));
    for (const { title } of helpPages(language)) expect(title).not.toBe('');
  });

  it('finds pages by every word, without accents and in any case, and shows the line', () => {
    const found = (typed: string) => findHelp(helpPages('de'), typed).map(({ page }) => page.name);
    expect(found('')).toHaveLength(5);
    expect(found('FESTPLATTE voll')).toEqual(['backups']);
    expect(found('falligkeit konflikte')).toEqual(['conflicts']);
    expect(found('xyzzy')).toEqual([]);
    const [hit] = findHelp(helpPages('en'), 'laptop');
    expect(hit?.line).toBe(
      'Backups are on this computer. They help against mistakes, not against a lost laptop: for that, the server has everything that was uploaded.',
    );
  });

  it('lists first the pages that have a word in their title', () => {
    expect(findHelp(helpPages('en'), 'backup')[0]?.page.name).toBe('backups');
  });
});
