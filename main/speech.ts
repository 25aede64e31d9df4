import type { Clock } from '#app/contract/ports.ts';
import type { Settings } from '#app/contract/settings.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import { createFormats } from '#app/text/formats.ts';
import { resolveSpeech } from '#app/text/language.ts';
import { statusText } from '#app/text/status-text.ts';
import { createText } from '#app/text/text.ts';
import { WORDS, type Words } from './words.ts';

export interface Speech {
  words: Words;
  status(status: SyncStatus): string;
}

/** How main speaks, in the language of the settings or else of the system. */
export function createSpeech(setting: Settings['language'], systemLocale: string, clock: Clock): Speech {
  const { language, locale } = resolveSpeech(setting, systemLocale);
  const text = createText(language, locale);
  const formats = createFormats(locale, () => clock.nowMs());
  return {
    words: WORDS[language],
    status: ({ display }) => statusText(display, text, formats),
  };
}
