import { defineEntity, type RecordOf, words } from './entity.ts';
import { email, notes, person, phone, select, tags, text } from './field.ts';

/** A person or company the firm works for. */
export const clients = defineEntity({
  table: 'clients',
  label: { en: 'Clients', de: 'Mandanten' },
  singular: { en: 'client', de: 'Mandant' },
  icon: 'building',
  place: 1,
  title: 'name',
  status: 'status',
  person: 'ownerId',
  archived: { status: 'archived' },
  columns: ['status', 'contact', 'city', 'ownerId', 'tags'],
  taxNumber: 'taxId',
  address: { street: 'street', code: 'postalCode', city: 'city', country: 'country' },
  identity: [['taxId'], ['name', 'email'], ['name', 'city']],
  otherNames: {
    name: words(
      'client name, company name, company, organization, organisation, organization name, ' +
        'account name, organization 1 name, business name, customer name, client, customer, ' +
        'display name, customer display name, name of company, legal name, ' +
        'trading name, firma, kunde, kundenname, mandant, mandantenname, unternehmen, ' +
        'unternehmensname, firmenname, name, customer full name, full name, file as, ' +
        'associated company, associated company name, person organization, contact name, person name',
    ),
    contact: words(
      'contact, contact person, main contact, primary contact, contact name, full name, attention, ' +
        'kontakt, kontaktperson, ansprechpartner, ansprechpartnerin, customer full name, name, person, person name',
    ),
    email: words(
      'email, e-mail, email address, e-mail address, main email, primary email, e-mail 1 value, ' +
        'mail, work email, email 1, e-mail-adresse, emailadresse, mailadresse, home email, ' +
        'other email, e-mail 2 value, e-mail 3 value, account email, person email, person email work, ' +
        'person email home, person email other',
    ),
    phone: words(
      'business phone, phone, phone number, phone numbers, telephone, telephone number, tel, ' +
        'main phone, work phone, primary phone, company main phone, phone 1 value, telefon, ' +
        'phone 1, telephone 1, telefon 1, alt phone, ' +
        'telefonnummer, rufnummer, ddi number, mobile, mobile number, mobile phone, cell, ' +
        'cell phone, mobil, mobiltelefon, handy, home phone, other phone, phone 2 value, ' +
        'phone 3 value, person phone, person phone work, person phone mobile, person phone home, ' +
        'person phone other',
    ),
    street: words(
      'street, street address, business street, po address line 1, address line 1, address 1, ' +
        'billing address, billing street, billing address line 1, bill address, bill street, ' +
        'bill address line 1, address, address 1 street, mailing address, mailing street, ' +
        'business address, bill to 1, strasse, strasse hausnummer, anschrift, adresse, home street, ' +
        'home address, other street, sa address line 1, street 1, address street, address lines, strasse 1, ' +
        'organization address',
    ),
    postalCode: words(
      'postal code, business postal code, po postal code, post code, postcode, zip, zip code, ' +
        'zip postal code, bill zip, billing zip, billing postal code, billing zip code, ' +
        'address 1 postal code, mailing zip, plz, postleitzahl, home postal code, other postal code, ' +
        'billing code, zip postcode, plz 1',
    ),
    city: words(
      'city, business city, po city, town, town city, city town, bill city, billing city, ' +
        'address 1 city, mailing city, ort, stadt, wohnort, home city, other city, locality, ort 1',
    ),
    country: words(
      'country, business country, business country region, po country, country region, ' +
        'bill country, billing country, address 1 country, mailing country, land, staat, ' +
        'home country, other country, country code, land 1',
    ),
    taxId: words(
      'tax id, vat number, tax number, vat, vat id, vat no, vat reg no, vat registration number, ' +
        'abn, ein, tax identification number, tax registration number, utr, ust-id, ust-idnr, ustid, ' +
        'eu ust id, eu ustid, umsatzsteuer id, uid, uid nummer, steuer-id, steuernummer, steuernr, ' +
        'sales tax registration number, business id, vat tax id, vat reg number, vat reg, gst number, gstin',
    ),
    status: words('status, state of client, client status, lifecycle stage, kundenstatus, mandantenstatus'),
    ownerId: words(
      'owner, company owner, responsible, manager, account manager, partner, team members, ' +
        'assigned to, verantwortlich, bearbeiter, sachbearbeiter, betreuer, contact owner, ' +
        'account owner, client owner, client manager, responsible attorney, fee earner, ' +
        'organization owner, person owner',
    ),
    tags: words('tags, labels, categories, category, label, group membership, kategorien, kategorie, ' + 'etiketten'),
    notes: words(
      'notes, note, comment, comments, description, memo, remarks, bemerkung, bemerkungen, notiz, ' +
        'beschreibung, kommentar, anmerkung',
    ),
  },
  fields: {
    name: text({ en: 'Name', de: 'Name' }, { required: true, sortable: true, searchable: true }),
    status: select(
      { en: 'Status', de: 'Status' },
      {
        active: {
          en: 'Active',
          de: 'Aktiv',
          tone: 'accent',
          otherNames: words('customer, client, yes, open, current, kunde, ja'),
        },
        prospect: {
          en: 'Prospect',
          de: 'Interessent',
          tone: 'wait',
          otherNames: words('lead, potential, opportunity, interessent'),
        },
        inactive: {
          en: 'Inactive',
          de: 'Inaktiv',
          tone: 'off',
          otherNames: words('former, lost, no, closed, ehemalig, nein'),
        },
        archived: { en: 'Archived', de: 'Archiviert', tone: 'off' },
      },
      { sortable: true, filterable: true, merge: 'server' },
    ),
    contact: text({ en: 'Contact person', de: 'Ansprechperson' }, { sortable: true, searchable: true }),
    email: email({ en: 'Email', de: 'E-Mail' }, { sortable: true, searchable: true }),
    phone: phone({ en: 'Phone', de: 'Telefon' }, { searchable: true }),
    street: text({ en: 'Street', de: 'Straße' }),
    postalCode: text({ en: 'Postal code', de: 'Postleitzahl' }, { maxLength: 20 }),
    city: text({ en: 'City', de: 'Ort' }, { sortable: true, searchable: true, maxLength: 100 }),
    country: text({ en: 'Country', de: 'Land' }, { maxLength: 100 }),
    taxId: text({ en: 'Tax ID', de: 'Steuernummer' }, { searchable: true, maxLength: 40, merge: 'ask' }),
    ownerId: person({ en: 'Owner', de: 'Zuständig' }, { sortable: true, filterable: true }),
    tags: tags({ en: 'Tags', de: 'Schlagwörter' }, { filterable: true, searchable: true }),
    notes: notes({ en: 'Notes', de: 'Notizen' }, { searchable: true }),
  },
});

export type Client = RecordOf<typeof clients>;
