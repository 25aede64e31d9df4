import type { en } from './en/index.ts';
import type { Language } from './language.ts';
import type { Message } from './message.ts';

export type MessageKey = keyof typeof en;
export type MessageValues = Record<string, string | number>;
/** Every message of one language. */
export type Catalogue = Record<MessageKey, Message>;

/** Messages of one language. */
export interface Text<Key extends string = MessageKey> {
  language: Language;
  /** Whether this catalogue has a message; some are loaded with the screens that show them. */
  has(key: string): boolean;
  /**
   * The message under `key` with its parameters; `values.count` selects the plural form. Numbers are formatted for the
   * locale.
   */
  t(key: Key, values?: MessageValues): string;
}

/**
 * The text of a catalogue. Here no catalogue is named, so a worker that is given one does not load them all.
 * @param locale BCP 47 tag for numbers in messages
 */
export function catalogueText<Key extends string = MessageKey>(
  catalogue: Readonly<Record<Key, Message>>,
  language: Language,
  locale: string,
): Text<Key> {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(locale);
  const written = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : value);
  const form = (message: Message, values: MessageValues) => {
    if (typeof message === 'string') return message;
    return plurals.select(Number(values.count)) === 'one' ? message.one : message.other;
  };
  return {
    language,
    has: (key) => key in catalogue,
    t: (key, values = {}) =>
      form(catalogue[key], values).replace(/\{(\w+)\}/g, (hole, name: string) => {
        const value = values[name];
        return value === undefined ? hole : written(value);
      }),
  };
}
