export { type Catalogue, catalogueText } from './catalogue-text.ts';
export { addDays, dayInput, dayOfWeek } from './day.ts';
export { actionText, errorText, validationText } from './error-text.ts';
export {
  checkValue,
  currencyOf,
  isEmptyValue,
  type ReadContext,
  type ReadValue,
  readTyped,
  sortedTags,
  typedValue,
  type ValueContext,
  valueText,
} from './field-value.ts';
export { createFormats, type Formats } from './formats.ts';
export { type Language, type Locale, labelIn, resolveLocale, wordIn } from './language.ts';
export { moneyInput, parseMoney } from './money.ts';
export { type StatusTone, statusHint, statusText, statusTone } from './status-text.ts';
export type { SystemLocale } from './system-locale.ts';
export { catalogueOf, createText, type MessageKey, type MessageValues, type Text } from './text.ts';
export { parseDay } from './typed-day.ts';
export { updateText } from './update-text.ts';
