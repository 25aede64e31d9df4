import type { Label } from '#app/schema/index.ts';
import { formatLocales, type SystemLocale } from './system-locale.ts';

const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Locale {
  language: Language;
  /** BCP 47 tag for dates, numbers and money in digits: the habits of the system's region. */
  locale: string;
  /** The same for what has words in it, such as the names of months. */
  wordsLocale: string;
}

const FALLBACK: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

/** What to speak and how to write, given the setting and the system. A language we do not speak falls back to English. */
export function resolveLocale(setting: 'system' | Language, system: SystemLocale): Locale {
  const systemLanguage = system.language.toLowerCase().split(/[-_]/)[0];
  const ours = LANGUAGES.find((known) => known === systemLanguage) ?? 'en';
  const language = setting === 'system' ? ours : setting;
  const { numbers, words } = formatLocales(language, FALLBACK[language], system);
  return { language, locale: numbers, wordsLocale: words };
}

/** The words of a schema label in this language. */
export function labelIn(label: Label, language: Language): string {
  return label[language];
}

/** The same inside of a sentence, where English writes it small. */
export function wordIn(label: Label, language: Language): string {
  const word = label[language];
  return language === 'en' && word !== word.toUpperCase() ? word.charAt(0).toLowerCase() + word.slice(1) : word;
}
