import type { RecordData } from '#app/schema/index.ts';

/** What a person fills in for a new client; the rest is added when it is saved. */
export function aClient(fields: RecordData = {}): RecordData {
  return { name: 'Nordwind Logistik', ...fields };
}

export function anEngagement(clientId: string, fields: RecordData = {}): RecordData {
  return { title: 'Annual accounts 2025', clientId, ...fields };
}

export function aTask(engagementId: string, fields: RecordData = {}): RecordData {
  return { title: 'Collect the bank statements', engagementId, ...fields };
}
