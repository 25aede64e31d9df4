import { useState } from 'react';
import type { Place } from '#app/contract/lists.ts';
import { type AnyEntity, type RecordData, referencesOf } from '#app/schema/index.ts';
import { checkValue, errorText, validationText } from '#app/text/index.ts';
import { type QuickMark, readQuickLine } from '#app/text/quick-line.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { certainPlace, titleWithout } from './place.ts';
import { usePlaces } from './use-places.ts';

export interface QuickChoice {
  value: string;
  label: string;
  detail: string;
}

/** One thing that was understood, or could not be. */
export interface QuickRow {
  mark: QuickMark | 'title';
  label: string;
  /** `''` while it is not settled. */
  value: string;
  /** Why it is not settled; null if it is, or if it is being asked. */
  problem: string | null;
  /** Values to choose from; empty if nothing is asked. */
  choices: readonly QuickChoice[];
}

export interface QuickAdd {
  rows: readonly QuickRow[];
  /** The first row with a choice to make. */
  question: QuickRow | null;
  /** Why it cannot be saved yet; null if it can, or if something is asked. */
  problem: string | null;
  /** False while the place is being looked up. */
  isRead: boolean;
  choose(mark: QuickRow['mark'], value: string): void;
  /** Takes what was read as a mark for words of the title, or asks for another place. */
  reject(mark: QuickMark): void;
  /** Saves the record; resolves to whether it was saved. Failures are shown as notices. */
  save(): Promise<boolean>;
}

const MOST_CHOICES = 8;
const NOBODY: never[] = [];

/** What a line of text means as a new record. Ambiguous parts are asked, nothing is decided in silence. */
export function useQuickAdd(entity: AnyEntity, typed: string): QuickAdd {
  const { t, text, locale, label, formats } = useI18n();
  const { editing } = useRendererStore();
  const people = useRendererState((state) => state.session?.people) ?? NOBODY;
  const me = useRendererState((state) => state.session?.person.id ?? null);
  const today = useToday();
  const [kept, setKept] = useState<ReadonlySet<QuickMark>>(new Set());
  /** What was chosen, for the text it was chosen for. */
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [reference] = referencesOf(entity);
  const isBlank = typed.trim() === '';
  const line = readQuickLine(typed, { entity, locale, today, people, me, kept: isBlank ? new Set() : kept });
  const found = usePlaces(reference?.table ?? '', line);
  const textFor: Record<QuickMark, string> = {
    due: line.due?.typed ?? '',
    priority: line.priority?.typed ?? '',
    person: line.person?.typed ?? '',
    place: '',
  };
  const chosenFor = (mark: QuickMark): string | undefined => chosen[`${mark}:${textFor[mark]}`];

  const meantBy = (mark: 'due' | 'priority' | 'person'): string | null => {
    const values = line[mark]?.values ?? [];
    return values.length === 1 ? (values[0] ?? null) : (values.find((value) => value === chosenFor(mark)) ?? null);
  };
  /** A chosen place holds as long as the same words name it. */
  const wordsFor = ({ matched }: Place) =>
    matched.map(({ index }) => line.words[found.asked[index] ?? -1] ?? line.place);
  const keyOf = (each: Place) => JSON.stringify([each.id, ...wordsFor(each)]);
  const settled = found.places.find((each) => keyOf(each) === chosenFor('place'));
  const place = settled ?? (kept.has('place') ? null : certainPlace(found.places, line.place !== null));
  const title = titleWithout(line.words, place, found.asked);

  const wordOf = (mark: 'due' | 'priority' | 'person', value: string): string => {
    if (mark === 'due') return formats.longDay(value);
    if (mark === 'person') return people.find(({ id }) => id === value)?.name ?? value;
    const option = entity.fields[entity.priority ?? '']?.options?.find((each) => each.value === value);
    return option === undefined ? value : label(option.label);
  };
  const labelOf = (name: string | undefined) => label(entity.fields[name ?? '']?.label ?? entity.label);

  function markedRow(mark: 'due' | 'priority' | 'person'): QuickRow[] {
    const part = line[mark];
    const name = labelOf(entity[mark]);
    if (part === null) {
      if (mark !== 'person' || me === null || entity.person === undefined) return [];
      return [
        { mark, label: name, value: t('quickAdd.you', { name: wordOf('person', me) }), problem: null, choices: [] },
      ];
    }
    const value = meantBy(mark);
    const unknown = {
      due: '',
      priority: t('quickAdd.noPriority', { typed: part.typed }),
      person: t('quickAdd.noPerson', { typed: part.typed }),
    };
    const isUnknown = part.values.length === 0;
    const choices =
      value === null ? part.values.map((each) => ({ value: each, label: wordOf(mark, each), detail: '' })) : [];
    return [
      {
        mark,
        label: name,
        value: value === null ? '' : wordOf(mark, value),
        problem: isUnknown ? unknown[mark] : null,
        choices: choices.slice(0, MOST_CHOICES),
      },
    ];
  }

  function placeRow(): QuickRow[] {
    if (reference === undefined) return [];
    const name = labelOf(reference.field);
    const row = { mark: 'place' as const, label: name, value: '', problem: null, choices: [] };
    if (place !== null)
      return [{ ...row, value: [place.owner, place.title].filter((part) => part !== '').join(' › ') }];
    if (found.error !== null) return [{ ...row, problem: errorText(found.error, text) }];
    if (found.places.length === 0) return [{ ...row, problem: t('quickAdd.noPlace') }];
    const choices = found.places.slice(0, MOST_CHOICES);
    return [
      { ...row, choices: choices.map((each) => ({ value: keyOf(each), label: each.title, detail: each.owner })) },
    ];
  }

  function titleRow(): QuickRow {
    const field = entity.fields[entity.title];
    const checked = field === undefined ? null : checkValue(field, title);
    const problem = checked === null || checked.ok ? null : validationText(checked.problem, text);
    return { mark: 'title', label: labelOf(entity.title), value: title, problem, choices: [] };
  }

  const rows = isBlank
    ? []
    : [titleRow(), ...placeRow(), ...markedRow('due'), ...markedRow('priority'), ...markedRow('person')];
  return {
    rows,
    question: rows.find(({ choices }) => choices.length > 0) ?? null,
    problem: rows.find(({ problem }) => problem !== null)?.problem ?? null,
    isRead: found.isCurrent,
    choose(mark, value) {
      if (mark !== 'title') setChosen({ ...chosen, [`${mark}:${textFor[mark]}`]: value });
    },
    reject(mark) {
      setKept(new Set([...kept, mark]));
      if (mark === 'place') setChosen(without(chosen, 'place:'));
    },
    async save() {
      if (place === null || reference === undefined) return false;
      const id = await editing.add(entity.table, {
        [entity.title]: title,
        [reference.field]: place.id,
        ...named(entity.due, meantBy('due')),
        ...named(entity.priority, meantBy('priority')),
        ...named(entity.person, meantBy('person') ?? me),
      });
      if (id === null) return false;
      setKept(new Set());
      setChosen({});
      return true;
    },
  };
}

const named = (field: string | undefined, value: string | null): RecordData =>
  field === undefined || value === null ? {} : { [field]: value };

const without = (all: Readonly<Record<string, string>>, key: string) =>
  Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
