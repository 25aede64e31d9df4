import type { FerryError } from '#app/contract/errors.ts';
import { errors as germanErrors } from './de/errors.ts';
import type { Text } from './text.ts';

/** What happened and what to do, in the language of `text`. */
export function errorText(error: FerryError, text: Text): string {
  return text.language === 'de' ? germanErrors[error.code] : error.message;
}

/** The words of the one button beside the message. */
export function actionText(error: FerryError, text: Text): string {
  return text.t(`action.${error.action}`);
}

const german: readonly [pattern: RegExp, translation: string][] = [
  [/^Fill this in\.$/, 'Füllen Sie dies aus.'],
  [/^Use at most ([\d,]+) characters\.$/, 'Verwenden Sie höchstens $1 Zeichen.'],
  [/^Shorten this to ([\d,]+) characters\.$/, 'Kürzen Sie dies auf $1 Zeichen.'],
  [/^Remove the characters that cannot be shown\.$/, 'Entfernen Sie die Zeichen, die sich nicht anzeigen lassen.'],
  [/^Keep this on one line\.$/, 'Schreiben Sie dies in eine Zeile.'],
  [/^Write an email address such as (.+)\.$/, 'Schreiben Sie eine E-Mail-Adresse wie $1.'],
  [/^Write a phone number .+$/, 'Schreiben Sie eine Telefonnummer aus Ziffern, Leerzeichen und einem + am Anfang.'],
  [/^Choose one of the options\.$/, 'Wählen Sie eine der Möglichkeiten.'],
  [/^Write tags as a list of words\.$/, 'Schreiben Sie Schlagwörter als Liste von Wörtern.'],
  [/^Use at most (\d+) tags\.$/, 'Verwenden Sie höchstens $1 Schlagwörter.'],
  [/^Each tag once\.$/, 'Jedes Schlagwort nur einmal.'],
  [/^Write a day that exists.*$/, 'Schreiben Sie einen Tag, den es gibt, etwa 31.03.2026.'],
  [/^Write an amount such as .*$/, 'Schreiben Sie einen Betrag wie 1.250,00.'],
  [/^An amount cannot be negative\.$/, 'Ein Betrag kann nicht negativ sein.'],
  [/^This amount is too large\.$/, 'Dieser Betrag ist zu groß.'],
  [/^Write a whole number\.$/, 'Schreiben Sie eine ganze Zahl.'],
  [/^This number is too small\.$/, 'Diese Zahl ist zu klein.'],
  [/^This number is too large\.$/, 'Diese Zahl ist zu groß.'],
  [/^Nobody of the firm has this name\.$/, 'In der Kanzlei heißt niemand so.'],
  [/^Several records have this name\.$/, 'Mehrere Einträge heißen so.'],
  [/^There is no record of this name\.$/, 'Es gibt keinen Eintrag dieses Namens.'],
  [/^Choose a record\.$/, 'Wählen Sie einen Eintrag aus der Liste.'],
];

/** A validation message of the schema in the language of `text`; one without a translation stays as it is. */
export function validationText(message: string, text: Text): string {
  if (text.language === 'en') return message;
  const found = german.find(([pattern]) => pattern.test(message));
  return found === undefined ? message : message.replace(found[0], found[1]);
}
