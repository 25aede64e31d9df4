import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Label } from '#app/schema/index.ts';
import {
  createFormats,
  createText,
  type Formats,
  type Language,
  labelIn,
  resolveSpeech,
  type Text,
  wordIn,
} from '#app/text/index.ts';
import { useDeskState } from './desk-context.ts';

export interface Spoken {
  text: Text;
  t: Text['t'];
  formats: Formats;
  language: Language;
  locale: string;
  /** The words of a schema label. */
  label(label: Label): string;
  /** The same inside of a sentence, where English writes it small. */
  word(label: Label): string;
}

const SpeechContext = createContext<Spoken | null>(null);

/** The language of the settings, or else of the system, for everything beneath. */
export function SpeechProvider({ children }: { children: ReactNode }) {
  const setting = useDeskState(({ settings }) => settings.language);
  const systemLocale = useDeskState(({ appInfo }) => appInfo?.locale ?? navigator.language);
  const spoken = useMemo<Spoken>(() => {
    const { language, locale } = resolveSpeech(setting, systemLocale);
    const text = createText(language, locale);
    const formats = createFormats(locale, () => Date.now());
    return {
      text,
      t: text.t,
      formats,
      language,
      locale,
      label: (label) => labelIn(label, language),
      word: (label) => wordIn(label, language),
    };
  }, [setting, systemLocale]);
  return (
    <I18nProvider locale={spoken.locale}>
      <SpeechContext.Provider value={spoken}>{children}</SpeechContext.Provider>
    </I18nProvider>
  );
}

export function useSpeech(): Spoken {
  const spoken = useContext(SpeechContext);
  if (spoken === null) throw new Error('A view stands outside of the speech provider.');
  return spoken;
}
