import type { ErrorCode } from '#app/contract/errors.ts';
import type { Message } from '../message.ts';

/** Failures that only people, invitations and accounts have; loaded with their screens. */
type PeopleErrorCode = Extract<
  ErrorCode,
  `account.${string}` | `people.${string}` | `invitation.${string}` | `setup.${string}` | 'auth.notOwner'
>;
export type PeopleErrorKey = `error.${PeopleErrorCode}`;

export const peopleErrorsEn: Record<PeopleErrorKey, Message> = {
  'error.account.email': 'Write an email address such as name@example.com.',
  'error.account.emailTaken': 'Somebody has this email address already.',
  'error.account.unknown': 'Nobody has this email address.',
  'error.account.name': 'Give the person a name of at most 200 characters.',
  'error.account.firmName': 'Give the firm a name.',
  'error.account.password': 'Use a password of at least {minLength} characters.',
  'error.account.wrongPassword': 'That is not your present password. Nothing was changed.',
  'error.auth.notOwner': 'Only an owner of the firm may do this. Nothing was changed.',
  'error.people.lastOwner':
    'This is the firm’s last owner. Make somebody else an owner first; otherwise nobody could manage its people.',
  'error.people.unknown': 'This person or device is no longer in the list. Load the list again.',
  'error.invitation.unknown':
    'No invitation fits this. Check the link or code letter by letter, or ask the owner of your firm for a new one.',
  'error.invitation.expired': 'This invitation has expired. Ask the owner of your firm for a new one.',
  'error.invitation.used':
    'This invitation was used already. If that was you, sign in with your email and password; otherwise ask the owner of your firm for a new one.',
  'error.invitation.otherFirm':
    'This computer already holds the data of “{before}”, and the invitation is for “{firm}”. Nothing was changed here, and the invitation is still good: open it on another computer or another user account.',
  'error.setup.done': 'This server is set up already. Sign in, or ask its owner for an invitation.',
};

export const peopleErrorsDe: Record<PeopleErrorKey, Message> = {
  'error.account.email': 'Schreiben Sie eine E-Mail-Adresse wie name@beispiel.de.',
  'error.account.emailTaken': 'Diese E-Mail-Adresse gehört schon jemandem.',
  'error.account.unknown': 'Niemand hat diese E-Mail-Adresse.',
  'error.account.name': 'Geben Sie der Person einen Namen mit höchstens 200 Zeichen.',
  'error.account.firmName': 'Geben Sie der Kanzlei einen Namen.',
  'error.account.password': 'Verwenden Sie ein Passwort mit mindestens {minLength} Zeichen.',
  'error.account.wrongPassword': 'Das ist nicht Ihr jetziges Passwort. Es wurde nichts geändert.',
  'error.auth.notOwner': 'Das dürfen nur Inhaberinnen und Inhaber der Kanzlei. Es wurde nichts geändert.',
  'error.people.lastOwner':
    'Diese Person ist als einzige Inhaberin oder Inhaber der Kanzlei. Geben Sie diese Rolle zuerst noch jemandem, sonst könnte niemand mehr die Personen verwalten.',
  'error.people.unknown': 'Diese Person oder dieses Gerät steht nicht mehr in der Liste. Laden Sie die Liste neu.',
  'error.invitation.unknown':
    'Dazu passt keine Einladung. Prüfen Sie Link oder Code Zeichen für Zeichen, oder bitten Sie die Inhaberin oder den Inhaber Ihrer Kanzlei um eine neue.',
  'error.invitation.expired':
    'Diese Einladung ist abgelaufen. Bitten Sie die Inhaberin oder den Inhaber Ihrer Kanzlei um eine neue.',
  'error.invitation.used':
    'Diese Einladung wurde schon verwendet. Wenn Sie das waren, melden Sie sich mit E-Mail und Passwort an; sonst bitten Sie die Inhaberin oder den Inhaber Ihrer Kanzlei um eine neue.',
  'error.invitation.otherFirm':
    'Auf diesem Computer sind bereits die Daten von „{before}“, und die Einladung ist von „{firm}“. Hier wurde nichts geändert, und die Einladung gilt weiter: Öffnen Sie sie auf einem anderen Computer oder in einem anderen Benutzerkonto.',
  'error.setup.done': 'Dieser Server ist schon eingerichtet. Melden Sie sich an, oder bitten Sie um eine Einladung.',
};
