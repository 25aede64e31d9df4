import type { Label } from '#app/schema/index.ts';
import { formatLocales, type SystemLocale } from './system-locale.ts';

const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Locale {
  language: Language;
  /** BCP 47 tag for dates, numbers and money in digits, by the system's region. */
  locale: string;
  /** The same for text with words in it, such as month names. */
  wordsLocale: string;
}

const FALLBACK: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

/** Language and locales, from the setting and the system. Falls back to English. */
export function resolveLocale(setting: 'system' | Language, system: SystemLocale): Locale {
  const systemLanguage = system.language.toLowerCase().split(/[-_]/)[0];
  const ours = LANGUAGES.find((known) => known === systemLanguage) ?? 'en';
  const language = setting === 'system' ? ours : setting;
  const { numbers, words } = formatLocales(language, FALLBACK[language], system);
  return { language, locale: numbers, wordsLocale: words };
}

/** The text of a schema label in this language. */
export function labelIn(label: Label, language: Language): string {
  return label[language];
}

/** The same within a sentence, where English uses lower case. */
export function wordIn(label: Label, language: Language): string {
  const word = label[language];
  return language === 'en' && word !== word.toUpperCase() ? word.charAt(0).toLowerCase() + word.slice(1) : word;
}
