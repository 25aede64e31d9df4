import { type Client, type Engagement, ferrySchema, type Task, withInitialValues } from '#app/schema/index.ts';
import type { SampleRandom } from './random.ts';
import * as words from './words.ts';

export const CLIENT_COUNT = 60;
export const ENGAGEMENT_COUNT = 150;
export const TASK_COUNT = 900;

const DAY_MS = 24 * 60 * 60 * 1000;

export interface SampleRecord {
  table: 'clients' | 'engagements' | 'tasks';
  recordId: string;
  data: ReturnType<typeof withInitialValues>;
}

type Kind = Engagement['kind'];
const KINDS = ['accounts', 'tax', 'audit', 'payroll', 'advisory'] as const;
const KIND_TITLES: Record<Kind, string> = {
  accounts: 'Annual accounts',
  tax: 'Tax return',
  audit: 'Audit',
  payroll: 'Payroll',
  advisory: 'Advice',
  vat: 'VAT return',
  bookkeeping: 'Bookkeeping',
};

/** The sample firm's records, parents before children, as of `todayMs`. */
export function sampleRecords(
  random: SampleRandom,
  people: readonly [string, ...string[]],
  todayMs: number,
): SampleRecord[] {
  const day = (offset: number) => new Date(todayMs + offset * DAY_MS).toISOString().slice(0, 10);
  const id = () => random.id(todayMs - random.below(700) * DAY_MS - random.below(DAY_MS));
  const year = new Date(todayMs).getUTCFullYear();
  const some = <T>(choices: readonly [T, ...T[]], probability: number) =>
    choices.filter(() => random.chance(probability)).sort();

  function client(index: number): SampleRecord {
    const place = random.pick(words.PLACES);
    const person = `${random.pick(words.GIVEN_NAMES)} ${random.pick(words.FAMILY_NAMES)}`;
    const family = words.FAMILY_NAMES[index % words.FAMILY_NAMES.length] ?? words.FAMILY_NAMES[0];
    const isCompany = random.chance(0.75);
    const name = isCompany
      ? `${family} ${random.pick(words.TRADES)} ${random.pick(words.LEGAL_FORMS)}`
      : `${random.pick(words.GIVEN_NAMES)} ${family}`;
    const data: Partial<Client> = {
      name,
      status: random.chance(0.8) ? 'active' : random.pick(['prospect', 'inactive', 'archived']),
      contact: isCompany ? person : null,
      email: `${isCompany ? 'office' : 'mail'}@${slug(name)}.example`,
      phone: `${place.dialling} ${100_000 + random.below(900_000)}`,
      street: `${random.pick(words.STREETS)} ${1 + random.below(120)}`,
      postalCode: place.postalCode,
      city: place.city,
      country: place.country,
      taxId: `${10 + random.below(90)}/${100 + random.below(900)}/${10_000 + random.below(90_000)}`,
      ownerId: random.pick(people),
      tags: some(words.CLIENT_TAGS, 0.2),
      notes: random.chance(0.5) ? random.pick(words.CLIENT_NOTES) : null,
    };
    return { table: 'clients', recordId: id(), data: complete('clients', data) };
  }

  function engagement(parent: SampleRecord): SampleRecord {
    const kind = random.pick(KINDS);
    const startOffset = -random.below(300);
    const period = String(year - 1 - random.below(2));
    const currency =
      parent.data.country === 'Switzerland' ? 'CHF' : parent.data.country === 'United Kingdom' ? 'GBP' : 'EUR';
    const data: Partial<Engagement> = {
      title: `${KIND_TITLES[kind]} ${period}`,
      clientId: parent.recordId,
      kind,
      status: random.pick(['planned', 'active', 'active', 'active', 'review', 'done', 'cancelled']),
      period,
      fee: (8 + random.below(240)) * 5_000,
      currency,
      startDate: day(startOffset),
      dueDate: day(startOffset + 60 + random.below(240)),
      ownerId: random.pick(people),
      tags: some(words.ENGAGEMENT_TAGS, 0.2),
      notes: null,
    };
    return { table: 'engagements', recordId: id(), data: complete('engagements', data) };
  }

  function task(parent: SampleRecord): SampleRecord {
    const kind = KINDS.find((candidate) => candidate === parent.data.kind) ?? 'accounts';
    const status = random.pick(['open', 'open', 'doing', 'waiting', 'done', 'done']);
    const data: Partial<Task> = {
      title: random.pick(words.TASKS_BY_KIND[kind]),
      engagementId: parent.recordId,
      status,
      priority: random.pick(['normal', 'normal', 'normal', 'low', 'high', 'urgent']),
      assigneeId: random.chance(0.9) ? random.pick(people) : null,
      dueDate: random.chance(0.85) ? day(random.below(150) - 50) : null,
      minutesSpent: status === 'open' ? 0 : random.below(40) * 15,
      tags: [],
      notes: random.chance(0.2) ? random.pick(words.TASK_NOTES) : null,
    };
    return { table: 'tasks', recordId: id(), data: complete('tasks', data) };
  }

  const clients = Array.from({ length: CLIENT_COUNT }, (_, index) => client(index));
  const engagements = Array.from({ length: ENGAGEMENT_COUNT }, (_, index) => engagement(nth(clients, index)));
  const tasks = Array.from({ length: TASK_COUNT }, (_, index) => task(nth(engagements, index)));
  return [...clients, ...engagements, ...tasks];
}

function nth<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('A list without entries has no parent to give.');
  return found;
}

function complete(table: SampleRecord['table'], data: SampleRecord['data']): SampleRecord['data'] {
  const entity = ferrySchema.entity(table);
  if (!entity) throw new Error(`The schema has no ${table}.`);
  return withInitialValues(entity, data);
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
