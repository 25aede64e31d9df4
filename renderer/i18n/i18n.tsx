import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { I18nProvider as AriaI18nProvider } from 'react-aria-components';
import type { Label } from '#app/schema/index.ts';
import {
  createFormats,
  createText,
  type Formats,
  type Language,
  labelIn,
  resolveLocale,
  type Text,
  wordIn,
} from '#app/text/index.ts';
import { useRendererState } from '../store/store-context.ts';

export interface I18n {
  text: Text;
  t: Text['t'];
  formats: Formats;
  language: Language;
  /** For numbers and dates. */
  locale: string;
  /** For text with words in it. */
  wordsLocale: string;
  /** The text of a schema label. */
  label(label: Label): string;
  /** The same within a sentence, where English uses lower case. */
  word(label: Label): string;
}

const I18nContext = createContext<I18n | null>(null);

/** Provides the language of the settings, else the system's, to all children. */
export function I18nProvider({ children }: { children: ReactNode }) {
  const setting = useRendererState(({ settings }) => settings.language);
  const systemLanguage = useRendererState(({ appInfo }) => appInfo?.language ?? navigator.language);
  const region = useRendererState(({ appInfo }) => appInfo?.region ?? '');
  const i18n = useMemo<I18n>(() => {
    const { language, locale, wordsLocale } = resolveLocale(setting, { language: systemLanguage, region });
    const text = createText(language, locale);
    const formats = createFormats(locale, () => Date.now(), wordsLocale);
    return {
      text,
      t: text.t,
      formats,
      language,
      locale,
      wordsLocale,
      label: (label) => labelIn(label, language),
      word: (label) => wordIn(label, language),
    };
  }, [setting, systemLanguage, region]);
  return (
    <AriaI18nProvider locale={i18n.wordsLocale}>
      <I18nContext.Provider value={i18n}>{children}</I18nContext.Provider>
    </AriaI18nProvider>
  );
}

export function useI18n(): I18n {
  const i18n = useContext(I18nContext);
  if (i18n === null) throw new Error('A view stands outside of the I18nProvider.');
  return i18n;
}
