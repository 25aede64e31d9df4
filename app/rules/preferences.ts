import { PREFERENCE_LIMITS, type PreferenceEntry } from '#app/contract/preferences.ts';

const keyOf = ({ kind, id }: Pick<PreferenceEntry, 'kind' | 'id'>) => `${kind}/${id}`;

/** Whether `one` replaces `other`: the later one; of two at the same time a removal, then the greater text. */
function replaces(one: PreferenceEntry, other: PreferenceEntry): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (one.value === null || other.value === null) return one.value === null && other.value !== null;
  return one.value > other.value;
}

/** The later entry of each key, within the limits, in the same order on every computer. */
export function mergePreferences(...documents: readonly (readonly PreferenceEntry[])[]): PreferenceEntry[] {
  const merged = new Map<string, PreferenceEntry>();
  for (const entry of documents.flat()) {
    const known = merged.get(keyOf(entry));
    if (known === undefined || replaces(entry, known)) merged.set(keyOf(entry), entry);
  }
  return withinLimits([...merged.values()]);
}

/** Recent records by time; of the rest removals go first, then the oldest. */
function withinLimits(entries: readonly PreferenceEntry[]): PreferenceEntry[] {
  const newest = entries.toSorted((one, other) => other.at - one.at || (keyOf(one) < keyOf(other) ? -1 : 1));
  const isRecent = ({ kind }: PreferenceEntry) => kind === 'recent';
  const others = newest.filter((entry) => !isRecent(entry));
  const kept = new Set([
    ...newest.filter(isRecent).slice(0, PREFERENCE_LIMITS.recent),
    ...[...others.filter(({ value }) => value !== null), ...others.filter(({ value }) => value === null)].slice(
      0,
      PREFERENCE_LIMITS.others,
    ),
  ]);
  return newest.filter((entry) => kept.has(entry));
}

/** Entries of `local` that the server's document lacks or has older. */
export function entriesToSend(
  local: readonly PreferenceEntry[],
  server: readonly PreferenceEntry[],
): PreferenceEntry[] {
  const known = new Map(server.map((entry) => [keyOf(entry), entry]));
  return mergePreferences(server, local).filter((entry) => {
    const theirs = known.get(keyOf(entry));
    return theirs === undefined || replaces(entry, theirs);
  });
}

/**
 * The document after an exchange: for what was sent and not changed since, the server's answer counts, as it may have
 * corrected a clock or dropped what is beyond the limits.
 */
export function afterExchange(
  local: readonly PreferenceEntry[],
  sent: readonly PreferenceEntry[],
  server: readonly PreferenceEntry[],
): PreferenceEntry[] {
  const answered = new Map(sent.map((entry) => [keyOf(entry), entry]));
  const isAnswered = (entry: PreferenceEntry) => {
    const before = answered.get(keyOf(entry));
    return before !== undefined && before.at === entry.at && before.value === entry.value;
  };
  return mergePreferences(
    server,
    local.filter((entry) => !isAnswered(entry)),
  );
}
