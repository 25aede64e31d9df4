import { type Catalogue, catalogueText, type Text } from './catalogue-text.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import type { Language } from './language.ts';

export type { MessageKey, MessageValues, Text } from './catalogue-text.ts';

export const catalogueOf = (language: Language): Catalogue => (language === 'de' ? de : en);

/** @param locale BCP 47 tag for numbers in messages; by default the language's own */
export function createText(language: Language, locale: string = language): Text {
  return catalogueText(catalogueOf(language), language, locale);
}
