import { catalogueText, type MessageKey, type Text } from '../catalogue-text.ts';
import type { Language } from '../language.ts';
import { catalogueOf } from '../text.ts';
import { peopleDe } from './de.ts';
import { peopleEn } from './en.ts';
import { peopleErrorsDe, peopleErrorsEn } from './errors.ts';

const words = { en: { ...peopleEn, ...peopleErrorsEn }, de: { ...peopleDe, ...peopleErrorsDe } };

export type PeopleKey = MessageKey | keyof typeof words.en;
export type PeopleText = Text<PeopleKey>;

/** All messages, with those of people, invitations and accounts, which are loaded with their screens. */
export function peopleText(language: Language, locale: string = language): PeopleText {
  return catalogueText({ ...catalogueOf(language), ...words[language] }, language, locale);
}
