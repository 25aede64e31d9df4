/** The system's locale settings. BCP 47; the region may be empty or POSIX if none is set. */
export interface SystemLocale {
  /** The language of menus and messages, such as `en-GB`. */
  language: string;
  /** Format of dates, numbers and money, such as `de-CH`; on every system a separate setting from the language. */
  region: string;
}

export interface FormatLocales {
  /** For numbers and dates in digits: the region's format. */
  numbers: string;
  /** For text with words, such as month names: Ferry's language, with the region's format if it exists. */
  words: string;
}

/**
 * The locales for the interface language `language`.
 * @param fallback a locale of that language, if the system names no region, or one without data for the language
 */
export function formatLocales(language: string, fallback: string, system: SystemLocale): FormatLocales {
  const region = known(system.region) ?? known(system.language);
  if (region === null) return { numbers: fallback, words: fallback };
  const combined = region.language === language ? region.baseName : `${language}-${region.region}`;
  // A pair without data, such as German in the United States, would be formatted like some other country.
  const isDescribed = new Intl.DateTimeFormat(combined).resolvedOptions().locale === combined;
  return { numbers: readable(region.baseName), words: readable(isDescribed ? combined : fallback) };
}

/** A locale with a region; null without one, such as `C`, `POSIX` or `en`. */
function known(tag: string): Intl.Locale | null {
  const bare = tag.replace(/[.@].*$/, '').replaceAll('_', '-');
  // `en-US` is the default of a Linux without any setting.
  if (bare === '' || /@posix/i.test(tag)) return null;
  try {
    const locale = new Intl.Locale(bare);
    return locale.region === undefined ? null : locale;
  } catch {
    return null;
  }
}

/**
 * The schema's days are Gregorian, and formatted values must be parsed again: so Gregorian calendar and Latin digits.
 */
function readable(tag: string): string {
  const { calendar, numberingSystem } = new Intl.DateTimeFormat(tag).resolvedOptions();
  return calendar === 'gregory' && numberingSystem === 'latn' ? tag : `${tag}-u-ca-gregory-nu-latn`;
}
