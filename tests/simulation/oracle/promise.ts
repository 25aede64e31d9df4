import type { DeskHost } from '../desk-host.ts';
import { FIRST_EPOCH } from '../templates.ts';
import type { World } from '../world.ts';
import type { Journal, Save } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { lossesOf, type RecordStory } from './losses.ts';
import { conflictRows, recordKey, type ServerFacts } from './rows.ts';
import { createWhereabouts } from './whereabouts.ts';

/** Holds everything that was saved against what has become of it on all desks. */
export function checkPromise(
  world: World,
  hosts: readonly DeskHost[],
  journal: Journal,
  ledger: Ledger,
  facts: ServerFacts,
): void {
  const { isShownAsUnsent } = createWhereabouts(hosts, ledger);
  for (const story of storiesOf(hosts, journal, facts)) {
    for (const { rule, what, save } of lossesOf(story, isShownAsUnsent))
      world.fail(rule, { lost: what, savedBy: save && inShort(save), ...story, saves: story.saves.map(inShort) });
  }
}

function storiesOf(hosts: readonly DeskHost[], journal: Journal, facts: ServerFacts): RecordStory[] {
  const stories = new Map<string, RecordStory>();
  for (const save of journal.saves()) {
    const { table, recordId } = save;
    const record = facts.records.get(recordKey(table, recordId));
    const story = stories.get(recordKey(table, recordId)) ?? {
      table,
      recordId,
      saves: [],
      data: record?.data ?? null,
      isDeleted: record?.deleted ?? false,
      wasRestored: facts.epoch !== FIRST_EPOCH,
      conflicts: [],
    };
    story.saves.push(save);
    stories.set(recordKey(table, recordId), story);
  }
  for (const conflict of hosts.flatMap(conflictRows))
    if (conflict.resolution === null)
      stories.get(recordKey(conflict.table, conflict.recordId))?.conflicts.push(conflict);
  return [...stories.values()];
}

function inShort({ order, host, operation, typed, screen, key, settled }: Save) {
  const shown = screen && Object.fromEntries(Object.keys(typed).map((field) => [field, screen[field] ?? null]));
  const decided = settled && { resolution: settled.resolution, fields: settled.fields };
  return { order, host, operation, key, typed, shown, ...(decided ? { decided } : {}) };
}
