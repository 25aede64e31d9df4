import type { Label } from '#app/schema/index.ts';

const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Speech {
  language: Language;
  /** BCP 47 tag for dates, numbers and money: keeps the person's region where the language agrees with it. */
  locale: string;
}

const defaultLocale: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

/**
 * What to speak, given the setting and the system's locale.
 * @param systemLocale BCP 47, such as `de-CH`; one we do not speak falls back to English
 */
export function resolveSpeech(setting: 'system' | Language, systemLocale: string): Speech {
  const spoken = systemLocale.toLowerCase().split(/[-_]/)[0];
  const isKnown = LANGUAGES.some((language) => language === spoken);
  const system: Language = isKnown ? (spoken as Language) : 'en';
  const language = setting === 'system' ? system : setting;
  if (spoken !== language) return { language, locale: defaultLocale[language] };
  const tag = systemLocale.replaceAll('_', '-');
  return { language, locale: tag.includes('-') ? tag : defaultLocale[language] };
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
