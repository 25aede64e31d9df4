import type { AnyEntity } from '#app/schema/index.ts';

/** Column → the name of the field it fills, or null where it is left out. */
export type Mapping = (string | null)[];

/** What people call these fields in their own files. */
const otherNames: Record<string, readonly string[]> = {
  name: ['client', 'client name', 'company', 'company name', 'customer', 'firma', 'kunde', 'mandant', 'unternehmen'],
  contact: ['contact', 'contact name', 'kontakt', 'ansprechpartner'],
  email: ['e-mail', 'mail', 'email address', 'e-mail-adresse'],
  phone: ['telephone', 'tel', 'phone number', 'telefonnummer', 'mobile'],
  street: ['address', 'address 1', 'strasse', 'adresse'],
  postalCode: ['zip', 'zip code', 'postcode', 'plz'],
  city: ['town', 'stadt'],
  taxId: ['vat', 'vat id', 'vat number', 'tax number', 'ust-id', 'ustid', 'uid', 'steuer-id'],
  ownerId: ['responsible', 'manager', 'partner', 'verantwortlich', 'bearbeiter'],
  title: ['task', 'engagement', 'subject', 'aufgabe', 'auftrag', 'betreff'],
  clientId: ['client name', 'customer', 'kunde'],
  dueDate: ['due', 'deadline', 'frist', 'termin', 'fällig'],
  notes: ['note', 'comment', 'comments', 'bemerkung', 'notiz'],
};

const plain = (words: string) =>
  words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Guesses from the headers which column holds which field; each field is taken once, the first match counts. */
export function guessMapping(entity: AnyEntity, headers: readonly string[]): Mapping {
  const taken = new Set<string>();
  return headers.map((header) => {
    const wanted = plain(header);
    if (wanted === '') return null;
    const found = Object.entries(entity.fields).find(([name, { label }]) => {
      const known = [name, label.en, label.de, ...(otherNames[name] ?? [])].map(plain);
      return !taken.has(name) && known.includes(wanted);
    });
    if (found === undefined) return null;
    taken.add(found[0]);
    return found[0];
  });
}
