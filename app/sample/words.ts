/** Names, places and services of the sample firm's clients. */

export const FAMILY_NAMES = [
  'Ahlers',
  'Bergmann',
  'Castellani',
  'Dahl',
  'Eriksen',
  'Fontaine',
  'Grabowski',
  'Hofer',
  'Ivanova',
  'Jansen',
  'Keller',
  'Lindqvist',
  'Marchetti',
  'Novak',
  'Okafor',
  'Petersen',
  'Quist',
  'Rossi',
  'Sommer',
  'Thorvald',
  'Urban',
  'Vogel',
  'Weiss',
  'Yilmaz',
  'Zimmer',
] as const;

export const GIVEN_NAMES = [
  'Anna',
  'Bruno',
  'Clara',
  'David',
  'Elif',
  'Felix',
  'Greta',
  'Henrik',
  'Ines',
  'Jonas',
  'Katarina',
  'Leon',
  'Maria',
  'Nils',
  'Olga',
  'Paul',
  'Rosa',
  'Stefan',
  'Tomas',
  'Vera',
] as const;

export const TRADES = [
  'Bakery',
  'Carpentry',
  'Dental Practice',
  'Electrics',
  'Film',
  'Garden Design',
  'Hotel',
  'Interiors',
  'Joinery',
  'Kitchens',
  'Logistics',
  'Metalworks',
  'Nursery',
  'Optics',
  'Pharmacy',
  'Roofing',
  'Software',
  'Textiles',
  'Vineyard',
] as const;

export const LEGAL_FORMS = ['GmbH', 'Ltd', 'AG', 'KG', 'SARL', 'Partners'] as const;

export const PLACES = [
  { city: 'Hamburg', postalCode: '20095', country: 'Germany', dialling: '+49 40' },
  { city: 'Leipzig', postalCode: '04109', country: 'Germany', dialling: '+49 341' },
  { city: 'München', postalCode: '80331', country: 'Germany', dialling: '+49 89' },
  { city: 'Wien', postalCode: '1010', country: 'Austria', dialling: '+43 1' },
  { city: 'Zürich', postalCode: '8001', country: 'Switzerland', dialling: '+41 44' },
  { city: 'Bristol', postalCode: 'BS1 4DJ', country: 'United Kingdom', dialling: '+44 117' },
  { city: 'Lyon', postalCode: '69002', country: 'France', dialling: '+33 4' },
  { city: 'Aarhus', postalCode: '8000', country: 'Denmark', dialling: '+45 86' },
] as const;

export const STREETS = [
  'Lindenstraße',
  'Harbour Road',
  'Marktplatz',
  'Rue du Lac',
  'Mühlweg',
  'Station Street',
  'Bahnhofstrasse',
  'Am Anger',
] as const;

export const CLIENT_TAGS = ['key account', 'monthly', 'family', 'export', 'paperless', 'new', 'referral'] as const;

export const CLIENT_NOTES = [
  'Prefers to be called in the morning. Receipts come in one box a quarter.',
  'Succession is planned: the daughter takes over the business next year.',
  'Books are kept in their own software; we receive an export every month.',
  'Asked for a fixed fee. Hours beyond it are agreed by email first.',
  'Has moved offices; the old address is still on some invoices.',
] as const;

export const TASKS_BY_KIND = {
  accounts: [
    'Request trial balance',
    'Reconcile bank accounts',
    'Check fixed assets',
    'Review accruals',
    'Draft the accounts',
    'Agree intercompany balances',
    'Send the accounts for signature',
    'File with the register',
  ],
  tax: [
    'Collect receipts',
    'Check last year’s assessment',
    'Compute depreciation',
    'Draft the return',
    'Clear open questions',
    'File the return',
    'Check the assessment notice',
  ],
  audit: [
    'Plan the audit',
    'Agree materiality',
    'Confirm receivables',
    'Attend stock count',
    'Test payroll controls',
    'Review minutes',
    'Draft the report',
    'Closing meeting',
  ],
  payroll: [
    'Take over new employees',
    'Check hours',
    'Run payroll',
    'Send payslips',
    'Report to social insurance',
    'Pay wage tax',
  ],
  advisory: [
    'Kick-off call',
    'Gather documents',
    'Model the alternatives',
    'Write the memo',
    'Discuss with the client',
    'Follow up',
  ],
} as const;

export const ENGAGEMENT_TAGS = ['fixed fee', 'hourly', 'deadline extended', 'digital', 'first year'] as const;

export const TASK_NOTES = [
  'Waiting for documents; reminded by email.',
  'See the remarks in last year’s file.',
  'Two invoices are missing, the client is looking for them.',
  'Discussed on the phone, no changes needed.',
] as const;
