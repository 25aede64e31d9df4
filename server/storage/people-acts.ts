import type { PeopleAct, PeopleActEntry } from '#app/contract/people.ts';
import type { SqlRow, Transaction } from './database.ts';
import { peopleActsTable } from './tables.ts';

export interface NewPeopleAct {
  id: string;
  atMs: number;
  /** Null for the server's operator. */
  by: string | null;
  act: PeopleAct;
  /** Null for an invitation of a new person. */
  personId: string | null;
  personName: string;
  /** A role, device or address. */
  detail?: string;
}

interface ActRow extends SqlRow {
  act_id: string;
  at: number;
  by_person: string;
  by_name: string | null;
  act: PeopleAct;
  person_id: string;
  details: string;
}

export async function insertPeopleAct(tx: Transaction, firmId: string, act: NewPeopleAct): Promise<void> {
  const details = { personName: act.personName, detail: act.detail ?? '' };
  await tx.insert(peopleActsTable, [
    {
      firm_id: firmId,
      act_id: act.id,
      at: act.atMs,
      by_person: act.by ?? '',
      act: act.act,
      person_id: act.personId ?? '',
      details: JSON.stringify(details),
    },
  ]);
}

/** Newest first, by their time-ordered ids. */
export async function listPeopleActs(
  tx: Transaction,
  firmId: string,
  before: string | undefined,
  limit: number,
): Promise<PeopleActEntry[]> {
  const rows = await tx.all<ActRow>(
    `SELECT a.act_id, a.at, a.by_person, p.name AS by_name, a.act, a.person_id, a.details
     FROM people_acts a LEFT JOIN people p ON p.firm_id = a.firm_id AND p.person_id = a.by_person
     WHERE a.firm_id = ? AND a.act_id < ? ORDER BY a.act_id DESC LIMIT ?`,
    [firmId, before ?? '~', limit],
  );
  return rows.map((row) => ({
    id: row.act_id,
    at: row.at,
    by: row.by_person === '' ? null : row.by_person,
    byName: row.by_name ?? '',
    act: row.act,
    personId: row.person_id === '' ? null : row.person_id,
    ...JSON.parse(row.details),
  }));
}
