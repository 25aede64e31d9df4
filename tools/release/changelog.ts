export interface ChangelogSection {
  /** `1.2.0`, or `Unreleased`. */
  readonly version: string;
  /** ISO day; null for an unreleased version. */
  readonly date: string | null;
  /** Markdown below the heading. */
  readonly body: string;
}

const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/** The sections of a changelog in the format of keepachangelog.com, in file order. */
export function parseChangelog(text: string): ChangelogSection[] {
  const parts = text.replaceAll('\r\n', '\n').split(/^## /m).slice(1);
  return parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    const [, version = heading.trim(), date] = /^\[([^\]]+)\](?: - (\S+))?\s*$/.exec(heading) ?? [];
    return { version, date: date ?? null, body: lines.join('\n').trim() };
  });
}

/** One line per problem of a changelog; none if it is ready for a release. */
export function changelogProblems(text: string): string[] {
  const sections = parseChangelog(text);
  const released = sections.filter(({ version }) => version !== 'Unreleased');
  const problems: string[] = [];
  for (const [index, { version, date, body }] of released.entries()) {
    if (!/^\d+\.\d+\.\d+(-beta\.\d+)?$/.test(version))
      problems.push(`"${version}" is no version: write ## [1.2.3] - 2026-01-31`);
    if (date === null || Number.isNaN(Date.parse(date)) || !/^\d{4}-\d\d-\d\d$/.test(date)) {
      problems.push(`${version} has no day: write ## [${version}] - 2026-01-31`);
    }
    if (body === '') problems.push(`${version} says nothing`);
    const older = released[index + 1];
    if (older && date !== null && older.date !== null && older.date > date)
      problems.push(`${version} is older than ${older.version} below it`);
  }
  for (const { version, body } of sections) {
    const kinds = [...body.matchAll(/^### (.*)$/gm)].map((match) => match[1] ?? '');
    for (const kind of kinds)
      if (!KINDS.includes(kind)) problems.push(`${version}: "${kind}" is none of ${KINDS.join(', ')}`);
    if (body !== '' && kinds.length === 0) problems.push(`${version} has no heading such as ### Added`);
  }
  const versions = sections.map(({ version }) => version);
  for (const version of new Set(versions)) {
    if (versions.filter((other) => other === version).length > 1) problems.push(`${version} stands there twice`);
  }
  return problems;
}

/** The changes in a version; null if the changelog lacks it. */
export function notesOf(text: string, version: string): string | null {
  const body = parseChangelog(text).find((section) => section.version === version)?.body;
  return body === undefined || body === '' ? null : body;
}
