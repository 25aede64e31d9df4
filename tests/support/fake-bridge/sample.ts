import type { JsonValue, RecordData } from '#app/schema/index.ts';
import { addDays } from '#app/text/index.ts';

/** A believable firm, the same each time: a small linear congruential generator picks. */
export interface SampleSize {
  clients: number;
  engagements: number;
  tasks: number;
}

export interface SampleRow {
  id: string;
  data: RecordData;
}

export const samplePeople = [
  { id: 'p-ana', name: 'Ana Berger', email: 'owner@sample.test', role: 'owner' as const, active: true },
  { id: 'p-jon', name: 'Jonas Weidmann', email: 'staff@sample.test', role: 'staff' as const, active: true },
  { id: 'p-mei', name: 'Mei-Ling Carter', email: 'mei@sample.test', role: 'staff' as const, active: true },
  { id: 'p-tob', name: 'Tobias Okafor', email: 'tobias@sample.test', role: 'readOnly' as const, active: true },
];

const surnames =
  'Ackermann Bloom Castellan Dorrington Eklund Farrow Granger Hollis Ishikawa Jensen Kowalski Lindqvist Marchetti Novak Ostermann Pemberton Quist Rosenthal Sandoval Tremblay'.split(
    ' ',
  );
const trades =
  'Bakery,Architects,Dental Practice,Joinery,Logistics,Vineyards,Print Works,Optics,Garden Centre,Robotics,Interiors,Textiles'.split(
    ',',
  );
const forms = ['Ltd', 'GmbH', '& Sons', 'LLP', 'AG', 'Partners'];
const cities = ['Bath', 'Bremen', 'Leeds', 'Graz', 'Basel', 'Norwich', 'Cologne', 'Exeter', 'Zurich', 'Kiel'];
const firstNames = ['Nora', 'Felix', 'Priya', 'Owen', 'Lucía', 'Matthias', 'Grace', 'Henrik', 'Zoë', 'Samuel'];
const kinds = ['accounts', 'tax', 'audit', 'payroll', 'advisory'];
const kindTitles: Record<string, string> = {
  accounts: 'Annual accounts',
  tax: 'Tax return',
  audit: 'Audit',
  payroll: 'Payroll',
  advisory: 'Advisory',
};
const steps = [
  'Collect bank statements',
  'Reconcile supplier ledger',
  'Draft the trial balance',
  'Review fixed assets',
  'Send questions to the client',
  'Prepare VAT return',
  'Check intercompany balances',
  'Partner review',
  'File with the tax office',
  'Archive working papers',
];

function picker(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, chance: (p: number) => next() < p, of: <T>(list: readonly T[]): T => list[below(list.length)] as T };
}

const idOf = (prefix: string, index: number) => `01890000-${prefix}-7000-8000-${String(index).padStart(12, '0')}`;

export function sampleFirm(size: SampleSize, today: string): Record<string, SampleRow[]> {
  const pick = picker(7);
  const person = (p: number): JsonValue => (pick.chance(p) ? pick.of(samplePeople).id : null);
  const clients = Array.from({ length: size.clients }, (_, index): SampleRow => {
    const surname = surnames[index % surnames.length] as string;
    const name = `${surname} ${pick.of(trades)} ${pick.of(forms)}`;
    const contact = `${pick.of(firstNames)} ${surname}`;
    return {
      id: idOf('c000', index),
      data: {
        name,
        status: pick.of(['active', 'active', 'active', 'active', 'prospect', 'inactive']),
        contact,
        email: `${contact.split(' ')[0]?.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')}@${surname.toLowerCase()}.example`,
        phone: `+44 20 7946 ${String(1000 + pick.below(9000))}`,
        street: `${1 + pick.below(180)} Harbour Street`,
        postalCode: String(10000 + pick.below(80000)),
        city: pick.of(cities),
        country: null,
        taxId: pick.chance(0.8) ? `GB${100000000 + pick.below(899999999)}` : null,
        ownerId: person(0.9),
        tags: pick.chance(0.4) ? [pick.of(['retail', 'family', 'vat-monthly', 'priority'])] : [],
        notes: pick.chance(0.3)
          ? 'Prefers a call before noon.\n\n- Year end **31 March**\n- Uses online banking'
          : null,
      },
    };
  });
  const engagements = Array.from({ length: size.engagements }, (_, index): SampleRow => {
    const kind = pick.of(kinds);
    const year = Number(today.slice(0, 4)) - pick.below(3);
    return {
      id: idOf('e000', index),
      data: {
        title: `${kindTitles[kind]} ${year}`,
        clientId: idOf('c000', pick.below(size.clients)),
        kind,
        status: pick.of(['planned', 'active', 'active', 'review', 'done', 'done']),
        period: String(year),
        fee: pick.chance(0.85) ? (5 + pick.below(120)) * 12_500 : null,
        currency: pick.of(['EUR', 'EUR', 'GBP', 'CHF']),
        startDate: addDays(today, -30 - pick.below(200)),
        dueDate: pick.chance(0.9) ? addDays(today, pick.below(160) - 30) : null,
        ownerId: person(0.85),
        tags: [],
        notes: null,
      },
    };
  });
  const tasks = Array.from(
    { length: size.tasks },
    (_, index): SampleRow => ({
      id: idOf('7000', index),
      data: {
        title: pick.of(steps),
        engagementId: idOf('e000', pick.below(size.engagements)),
        status: pick.of(['open', 'open', 'doing', 'waiting', 'done', 'done']),
        priority: pick.of(['normal', 'normal', 'normal', 'low', 'high', 'urgent']),
        assigneeId: person(0.8),
        dueDate: pick.chance(0.85) ? addDays(today, pick.below(70) - 14) : null,
        minutesSpent: pick.below(8) * 15,
        tags: pick.chance(0.2) ? ['waiting-for-client'] : [],
        notes: null,
      },
    }),
  );
  return { clients, engagements, tasks };
}
