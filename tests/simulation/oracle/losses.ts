import { WHOLE_RECORD } from '#app/contract/protocol.ts';
import { type RecordData, sameJson } from '#app/schema/index.ts';
import { type Atom, atomsOf, chosenBy, kindOf } from './atoms.ts';
import { asRecord, type Save } from './journal.ts';
import { type Loss, proseLossesOf } from './prose.ts';
import type { ConflictFacts } from './rows.ts';

/** All that was ever saved of one record, and what has become of it. */
export interface RecordStory {
  table: string;
  recordId: string;
  saves: Save[];
  /** What every desk has of it at the end; null where there is no such record. */
  data: RecordData | null;
  isDeleted: boolean;
  /**
   * The server went back to a backup: a tag that was removed comes back when the desk that had added it offers that again
   * after the removal. Known, and in `docs/reliability.md`; nobody's work is gone by it.
   */
  wasRestored: boolean;
  /** Open conflicts that some desk shows. */
  conflicts: Pick<ConflictFacts, 'fields'>[];
}

/**
 * The promise, read off the screens: every value a person saved is there, was changed or deleted by somebody who had seen
 * it, lies in a conflict that a desk shows, or waits in an outbox that a desk shows (`isUnsent`). Whose device wrote what,
 * at which version and on which base, plays no part; nor do the rules by which the product merges.
 */
export function lossesOf(story: RecordStory, isUnsent: (save: Save) => boolean): Loss[] {
  const losses: Loss[] = [];
  const recounts = doublyUndone(story);
  const settled = story.saves.filter((save) => !isUnsent(save));
  for (const save of settled) {
    for (const atom of atomsOf(save)) {
      if ((recounts && kindOf(atom.field) === 'counter') || (story.wasRestored && atom.isRemoval)) continue;
      if (!isAccountedFor(story, save, atom))
        losses.push({ rule: 'no value a person saved is lost', what: atom.what, save });
    }
    if (!isLifeAccountedFor(story, save))
      losses.push({ rule: 'no deletion and no return of a record is lost', what: save.operation, save });
  }
  return [...losses, ...proseLossesOf(story.data?.notes ?? null, story.saves, settled)];
}

function isAccountedFor(story: RecordStory, save: Save, atom: Atom): boolean {
  const isThere = story.data !== null && atom.isIn(story.data[atom.field] ?? null);
  if (isThere && !story.isDeleted) return true;
  if (isInConflict(story, atom)) return true;
  const isBefore = isReturnToBefore(story, save, atom);
  const mayBe = (other: Save): boolean =>
    mayAnswer(other, save, atom.field) ||
    (other.host !== save.host && (isBefore || isSaidMeanwhile(story, other, save, atom)));
  return story.saves.some(
    (other) => (mayBe(other) && isChangeBy(other, atom)) || isDeletionBy(story, other, save, atom, isBefore),
  );
}

/** Somebody who had it before their eyes, or had typed it, saved the field without it. */
function isChangeBy(other: Save, { field, isIn }: Atom): boolean {
  if (other.operation === 'delete') return false;
  const after = { ...leftBy(other), ...other.typed, ...chosenBy(other) };
  if (!Object.hasOwn(after, field) || isIn(after[field] ?? null)) return false;
  return hadSeen(other, field, isIn);
}

/**
 * Said before, but after anything this person had seen of the field. Who had the same value before their eyes by then, since it
 * had stood there or another had saved just the same, has gone on from it; and a tag that one adds while another removes it may
 * stay.
 */
function isSaidMeanwhile({ saves }: RecordStory, other: Save, save: Save, { field, isRemoval }: Atom): boolean {
  if (isRemoval) return true;
  if (kindOf(field) !== 'plain') return false;
  const shown = save.screen?.[field] ?? null;
  const since = saves.findLast(
    (each) =>
      each !== other &&
      each.order < save.order &&
      Object.hasOwn(each.typed, field) &&
      sameJson(each.typed[field] ?? null, shown),
  );
  return other.order > (since?.order ?? -1);
}

/** An edit undone at its own desk: others had seen the value before it was changed there. */
function isReturnToBefore({ saves }: RecordStory, save: Save, { field, isIn }: Atom): boolean {
  return saves.some(
    (before) =>
      before.host === save.host &&
      before.order < save.order &&
      Object.hasOwn(before.typed, field) &&
      isIn(before.screen?.[field] ?? null),
  );
}

/** Who settles a conflict with values of their own saw both sides of every field in it, and left the others as they stood. */
function leftBy({ settled, screen }: Save): RecordData {
  if (settled?.resolution !== 'edited') return {};
  const fields = settled.fields.filter(({ field }) => field !== WHOLE_RECORD);
  return Object.fromEntries(fields.map(({ field }) => [field, screen?.[field] ?? null]));
}

/**
 * A choice that the record agreed with already: it brings nothing back, and says nothing against a deletion. The desk may have
 * shown the record as deleted, or have lost its own word of that with its data.
 */
function isSaidOfDeleted({ key }: Save): boolean {
  return key === null;
}

/**
 * Whoever brings a deleted record back may bring it back as they know it; where nobody did, no deletion explains a gap, but
 * for the word of somebody who was asked about this very value and chose the deletion.
 */
function isDeletionBy(
  { isDeleted, saves }: RecordStory,
  other: Save,
  save: Save,
  { field, isIn }: Atom,
  isBefore: boolean,
): boolean {
  if (other.operation !== 'delete' || !hadSeen(other, field, isIn)) return false;
  const mayBe = mayAnswer(other, save, field) || isSaidOfDeleted(save) || (isBefore && other.host !== save.host);
  if (!mayBe) return false;
  if (other.settled?.fields.some((asked) => asked.field === field)) return true;
  return isDeleted || saves.some(({ operation, order }) => operation === 'insert' && order > other.order);
}

/** A value that a decision only confirmed was there before, so others may have seen it and gone on already. */
function mayAnswer(other: Save, save: Save, field: string): boolean {
  return other.order > save.order || (other.host !== save.host && Object.hasOwn(chosenBy(save), field));
}

function hadSeen({ screen, known }: Save, field: string, isIn: Atom['isIn']): boolean {
  const seen = [...(screen ? [screen] : []), ...known.filter((values) => Object.hasOwn(values, field))];
  return seen.some((values) => isIn(values[field] ?? null));
}

function isInConflict({ conflicts }: RecordStory, { field, isIn }: Atom): boolean {
  return conflicts.some((conflict) =>
    choicesIn(conflict).some((side) => Object.hasOwn(side, field) && isIn(side[field] ?? null)),
  );
}

/** What a person can put into the record by deciding. Of a deletion that met an edit, that is nothing but the deletion. */
function choicesIn({ fields }: RecordStory['conflicts'][number]): RecordData[] {
  return fields.flatMap(({ field, mine, theirs }) =>
    field === WHOLE_RECORD ? [asRecord(mine)] : [{ [field]: mine ?? null }, { [field]: theirs ?? null }],
  );
}

/** A deletion holds, or somebody who knew of it brought the record back, or is asked; and the other way round. */
function isLifeAccountedFor(story: RecordStory, save: Save): boolean {
  const wanted = lifeWantedBy(save);
  if (wanted === null) return true;
  if (story.data === null && wanted === 'deleted') return true;
  if (story.data !== null && story.isDeleted === (wanted === 'deleted')) return true;
  if (story.conflicts.some(({ fields }) => fields.some(({ field }) => field === WHOLE_RECORD))) return true;
  return story.saves.some(
    (other) => (other.order > save.order || (save.settled && other.host !== save.host)) && isWordOnLife(other, wanted),
  );
}

function lifeWantedBy({ operation, settled }: Save): 'deleted' | 'alive' | null {
  if (operation === 'delete') return 'deleted';
  if (operation === 'insert') return 'alive';
  const whole = settled?.fields.find(({ field }) => field === WHOLE_RECORD);
  const choice = settled?.resolution;
  if (!whole || (choice !== 'mine' && choice !== 'theirs')) return null;
  return whole[choice] === 'deleted' ? 'deleted' : 'alive';
}

/** Somebody decided otherwise, on a screen that showed the record as it was wanted. */
function isWordOnLife(other: Save, wanted: 'deleted' | 'alive'): boolean {
  const word = other.isOfferedAgain && other.wasGone ? 'alive' : lifeWantedBy(other);
  return word !== null && word !== wanted;
}

/** Copies of a laptop may each undo the same addition; then a sum no longer says what it is made of. */
function doublyUndone({ saves }: RecordStory): boolean {
  const undone = new Map<string, Set<string>>();
  for (const save of saves) {
    for (const { what } of atomsOf(save).filter(({ field }) => kindOf(field) === 'counter')) {
      const hosts = undone.get(what) ?? new Set();
      undone.set(what, hosts.add(save.host));
      if (hosts.size > 1) return true;
    }
  }
  return false;
}
