import type { Clock } from '#app/contract/ports.ts';
import type { Settings } from '#app/contract/settings.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import type { UpdateState } from '#app/contract/updates.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createFormats } from '#app/text/formats.ts';
import { labelIn, resolveLocale } from '#app/text/language.ts';
import { statusText } from '#app/text/status-text.ts';
import type { SystemLocale } from '#app/text/system-locale.ts';
import { createText, type Text } from '#app/text/text.ts';
import { type MenuLabels, menuLabels } from './menu-labels.ts';

export interface I18n {
  labels: MenuLabels;
  /** The lists in the View menu. */
  lists: { view: string; label: string; place: number }[];
  status(status: SyncStatus): string;
  /** The tray's line while an update is ready, else null. */
  update(state: UpdateState): string | null;
}

/** The text in the language of the settings, else the system's. */
export function textIn(setting: Settings['language'], system: SystemLocale): Text {
  const { language, locale } = resolveLocale(setting, system);
  return createText(language, locale);
}

/** Main's text in the language of the settings, else the system's. */
export function createI18n(setting: Settings['language'], system: SystemLocale, clock: Clock): I18n {
  const { language, locale, wordsLocale } = resolveLocale(setting, system);
  const text = createText(language, locale);
  const formats = createFormats(locale, () => clock.nowMs(), wordsLocale);
  return {
    labels: menuLabels(text),
    lists: ferrySchema.inNavigation.map(({ table, label, place }) => ({
      view: table,
      label: labelIn(label, language),
      place,
    })),
    status: ({ display }) => statusText(display, text, formats),
    update: (state) => (state.kind === 'ready' ? text.t('update.tray', { version: state.version }) : null),
  };
}
