import type { ErrorCode } from '#app/contract/errors.ts';
import type { ProblemCode } from '#app/schema/index.ts';
import type { Message } from '../message.ts';
import type { PeopleErrorKey } from '../people/errors.ts';

/** What happened and what to do, by code; `{name}` is a parameter from the error's details. */
export const errors = {
  'error.validation.failed': 'Some fields are not filled in correctly. Correct the ones that are marked.',
  'error.validation.unknownField': 'Ferry does not know one of these fields. Update Ferry.',
  'error.table.unknown': 'Ferry does not know this kind of record. Update Ferry.',
  'error.record.unknown': 'This record is not here.',
  'error.record.exists': 'This record exists already. Change it instead.',
  'error.record.deleted': 'This record was deleted. Restore it first.',
  'error.record.inUse': 'Other records still belong to this. Delete them as well, or move them first.',
  'error.record.noHistory': 'The server has no history of this record yet.',
  'error.reference.missing': 'What this belongs to is missing. Choose another.',
  'error.reference.deleted': 'What this belongs to was deleted. Restore it, or choose another.',
  'error.reference.gone': 'What this belongs to is no longer kept anywhere, so it cannot come back. Choose another.',
  'error.change.unknown': 'This change is no longer kept, so nothing can be done with it here.',
  'error.change.reused': 'This change was sent before with other content. Export it, and report it.',
  'error.change.notParked': 'This change does not need you any more.',
  'error.change.foundLate':
    'This change was found in an old data file. Check whether it is still needed, then upload or discard it.',
  'error.conflict.unknown': 'This conflict is no longer kept.',
  'error.conflict.resolved': 'This conflict was settled already. Undo that first.',
  'error.conflict.early': 'What the server has of this record is still on its way. Decide after the next sync.',
  'error.input.invalid': 'This cannot be used as it is. Check it, then try again.',
  'error.input.recordId': 'The id of a record has 1 to 64 printable ASCII characters.',
  'error.file.unreadable':
    'Ferry cannot read its file {name} at this moment, and so does not write to it. Perhaps another program holds it; try again in a moment.',
  'error.file.notWritable': 'Ferry may not write to {folder}, so nothing was written. Choose another place.',
  'error.file.diskFull': 'There is no room left in {folder}, so nothing was written. Choose another place.',
  'error.file.failed': 'Nothing could be written to {folder}. Is the drive still connected? Choose another place.',
  'error.backup.damaged': 'This backup is damaged. Nothing was changed; choose an older one.',
  'error.backup.unknown': 'This backup is no longer there. Choose another.',
  'error.address.invalid':
    'This is no server address. Write it as your firm gave it to you, such as https://ferry.example.com.',
  'error.address.insecure':
    'Use an address that begins with https://. Plain http would let others read your work on the way.',
  'error.address.password': 'Leave name and password out of the address; there are fields for them below.',
  'error.store.busy':
    'Another program is using Ferry’s data file: perhaps a backup, a virus scanner or a file sync. Ferry tries again by itself; if this stays, close that program.',
  'error.store.diskFull': 'The disk is full, so nothing can be saved. Free some space, then try again.',
  'error.store.readOnly': 'Ferry’s data folder is read-only, so nothing can be saved. Make it writable and try again.',
  'error.store.noPermission':
    'Ferry may not open its data. Check that its data folder is there and that it belongs to you, then try again.',
  'error.store.deviceFailed':
    'The disk did not read or write Ferry’s data. Check that the drive is connected, then try again.',
  'error.store.corrupt':
    'Ferry’s data on this computer is damaged. Start Ferry again: it repairs it and keeps what can be read of your work.',
  'error.store.missingAddon': 'A part of Ferry that opens its data is missing or does not fit. Install Ferry again.',
  'error.store.newerDatabase':
    'This data was written by a newer Ferry. Update Ferry on this computer to open it; nothing was changed.',
  'error.store.failed': 'The local database refused this. Nothing was changed; try again.',
  'error.sync.rejected': 'The server did not accept this change.',
  'error.sync.blocked': 'This waits for another change that needs your attention.',
  'error.sync.badAnswer':
    'The server answered in a way this Ferry does not understand. Your work is safe here; Ferry will try again.',
  'error.sync.wrongServer':
    'This address answers, but not as a Ferry server. If you are on a guest Wi-Fi, sign in to it first; else check the address.',
  'error.sync.serverReplaced':
    'A different Ferry server answers at this address, not the one the data here comes from. Sign in to it, or wait until the old one is back.',
  'error.sync.epochChanged': 'The server was restored from a backup. Ferry brings everything up to date anew.',
  'error.sync.staleRound': 'An answer came too late and was dropped. Ferry will ask again.',
  'error.sync.busy': 'Too much is going on at this moment. Try again in a few seconds.',
  'error.network.offline': 'There is no network. Your work is saved on this computer.',
  'error.network.timeout': 'The server did not answer in time. Your work is safe here; Ferry will try again.',
  'error.network.failed': 'The server cannot be reached. Check its address and your network.',
  'error.network.nameNotFound':
    'No computer of this name was found. Check the server address, and whether you have to be in your firm’s network or VPN.',
  'error.network.refused':
    'The computer at this address refuses the connection: the server is not running there, or a firewall is in the way. Ferry will try again.',
  'error.network.certificateUntrusted':
    'The certificate of {host} was issued by “{issuer}”, whom this computer does not trust, so Ferry sends it nothing. It is valid from {validFrom} until {validUntil}. Ask whoever runs the server or looks after this computer.',
  'error.network.certificateExpired':
    'The certificate of {host}, issued by “{issuer}”, is not valid today, so Ferry sends it nothing. It is valid from {validFrom} until {validUntil}. Ask whoever runs the server to renew it.',
  'error.network.certificateName':
    'The certificate that {host} shows is made out to “{subject}”, so Ferry sends it nothing. Check the server address; if it is right, ask whoever runs the server.',
  'error.network.certificateInvalid':
    'The certificate of {host}, issued by “{issuer}”, is not valid, so Ferry sends it nothing. Ask whoever runs the server.',
  'error.network.clockWrong':
    'The clock of this computer is wrong: it says {here}, so the certificate of {host} seems not to be valid. Set date and time in the settings of your system, then try again.',
  'error.network.proxyAuth':
    'The proxy {proxy} of this network asks for a user name and password before it lets Ferry through.',
  'error.network.proxyFailed':
    'The proxy of this network does not let Ferry through. Check the proxy in the settings of your system, or ask who runs the network.',
  'error.server.failed': 'Something went wrong on the server. Nothing of this was kept there; try again.',
  'error.server.unavailable': 'The server is not available at the moment. Ferry will try again.',
  'error.request.invalid': 'The server did not understand the request. Update Ferry.',
  'error.request.tooLarge': 'The request was too large. Ferry will send less at a time.',
  'error.request.notFound': 'The server does not know this address. Check the address of the server.',
  'error.request.methodNotAllowed': 'The server does not take this request here. Update Ferry.',
  'error.request.unsupportedMedia': 'The server takes JSON only, plain or packed as gzip or deflate.',
  'error.auth.required': 'Sign in to sync. Your work is saved on this computer.',
  'error.auth.invalid': 'The email address or the password is wrong. Check both; capital letters count.',
  'error.auth.expired': 'Your session has expired. Sign in again; what you saved stays here.',
  'error.auth.revoked': 'Access from this computer was withdrawn. Ask the owner of your firm.',
  'error.auth.superseded':
    'The same data folder signed in on another computer; it seems to have been copied. Sign in again here, and both go on.',
  'error.data.otherFirm': 'This file holds work of another firm. Firms are never mixed by themselves.',
  'error.data.notRemoved':
    'Ferry is to remove its data from this computer, but another program holds a file of it. Close that program and start Ferry again.',
  'error.auth.forbidden': 'You may not do this. Ask the owner of your firm.',
  'error.auth.readOnly': 'You may read but not change this firm’s records. Ask the owner of your firm.',
  'error.auth.throttled': {
    one: 'Too many attempts. Try again in a minute.',
    other: 'Too many attempts. Try again in {count} minutes.',
  },
  'error.device.cloned': 'This data folder is a copy of another. Ferry gives it an identity of its own.',
  'error.session.unsentWork':
    'Some of your work is not uploaded yet. Upload it first, or sign out and leave it waiting on this computer.',
  'error.session.othersWork':
    '{name} left work on this computer that is not uploaded yet. Let {name} sign in to upload it, or sign in and upload it in your own name.',
  'error.session.dataHere': 'This computer already holds a firm’s data. Sign in to open it.',
  'error.session.otherFirm':
    'The data on this computer is of “{before}”, and this server holds “{firm}”. Firms are never mixed by themselves: decide what becomes of the work that waits here.',
  'error.client.updateRequired': 'The server needs a newer Ferry. Update Ferry; your work waits here.',
  'error.ipc.forbidden': 'This call is not allowed.',
  'error.ipc.invalid': 'This call was not in a form that Ferry knows. Try again.',
  'error.app.failed': 'Something went wrong inside Ferry. Your saved work is untouched; try again.',
} satisfies Record<Exclude<`error.${ErrorCode}`, PeopleErrorKey>, Message>;

/** What is wrong with a field's value; `{limit}` is the code's number. */
export const valueProblems = {
  'value.empty': 'Fill this in.',
  'value.tooLong': 'Use at most {limit} characters.',
  'value.unprintable': 'Remove the characters that cannot be shown.',
  'value.severalLines': 'Keep this on one line.',
  'value.notAnEmail': 'Write an email address such as name@example.com.',
  'value.notAPhone': 'Write a phone number with its digits.',
  'value.notAnOption': 'Choose one of the options.',
  'value.notTags': 'Write tags as a list of words.',
  'value.tooManyTags': 'Use at most {limit} tags.',
  'value.repeatedTag': 'Each tag once.',
  'value.notADay': 'Write a day that exists, such as 31/03/2026.',
  'value.notAnAmount': 'Write an amount such as 1,250.00.',
  'value.negativeAmount': 'An amount cannot be negative.',
  'value.amountTooLarge': 'This amount is too large.',
  'value.notANumber': 'Write a whole number.',
  'value.numberTooSmall': 'This number is too small.',
  'value.numberTooLarge': 'This number is too large.',
  'value.wrongType': 'This value does not fit here.',
  'value.unknownField': 'Ferry does not know this field.',
  'value.notChosen': 'Choose a record.',
  'value.unknownRecord': 'There is no record of this name.',
  'value.severalRecords': 'Several records have this name.',
  'value.unknownPerson': 'Nobody of the firm has this name.',
} satisfies Record<`value.${ProblemCode}`, Message>;
