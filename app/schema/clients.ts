import { defineEntity, type RecordOf } from './entity.ts';
import { email, notes, person, phone, select, tags, text } from './field.ts';

/** A person or company the firm works for. */
export const clients = defineEntity({
  table: 'clients',
  label: { en: 'Clients', de: 'Mandanten' },
  singular: { en: 'client', de: 'Mandant' },
  title: 'name',
  archived: { status: 'archived' },
  fields: {
    name: text({ en: 'Name', de: 'Name' }, { required: true, sortable: true, searchable: true }),
    status: select(
      { en: 'Status', de: 'Status' },
      {
        active: { en: 'Active', de: 'Aktiv' },
        prospect: { en: 'Prospect', de: 'Interessent' },
        inactive: { en: 'Inactive', de: 'Inaktiv' },
        archived: { en: 'Archived', de: 'Archiviert' },
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
