export { addDays, dayInput, dayOfWeek, parseDay } from './day.ts';
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
export { type Language, labelIn, resolveSpeech, type Speech, wordIn } from './language.ts';
export { currencyDigits, moneyInput, parseMoney } from './money.ts';
export { type StatusTone, statusHint, statusText, statusTone } from './status-text.ts';
export { createText, type MessageKey, type MessageValues, type Text } from './text.ts';
