import type { Person, Role } from '#app/contract/protocol.ts';
import { firstRow, type SqlRow, type Transaction } from './database.ts';
import { peopleTable } from './tables.ts';

export interface StoredPerson extends Person {
  firmId: string;
  passwordHash: string;
}

interface PersonRow extends SqlRow {
  firm_id: string;
  person_id: string;
  email: string;
  name: string;
  role: Role;
  password: string;
  active: number;
}

const COLUMNS = 'firm_id, person_id, email, name, role, password, active';

function toPerson(row: PersonRow): StoredPerson {
  return {
    firmId: row.firm_id,
    id: row.person_id,
    email: row.email,
    name: row.name,
    role: row.role,
    passwordHash: row.password,
    active: row.active === 1,
  };
}

/** `share` locks what was read until the transaction ends. */
export async function readPersonByEmail(
  tx: Transaction,
  email: string,
  lock: 'share' | 'none' = 'none',
): Promise<StoredPerson | undefined> {
  const suffix = lock === 'share' ? tx.lock.forShare : '';
  const row = await firstRow<PersonRow>(tx, `SELECT ${COLUMNS} FROM people WHERE email = ?${suffix}`, [email]);
  return row && toPerson(row);
}

export async function listPeople(tx: Transaction, firmId: string): Promise<Person[]> {
  const rows = await tx.all<PersonRow>(`SELECT ${COLUMNS} FROM people WHERE firm_id = ? ORDER BY name, person_id`, [
    firmId,
  ]);
  return rows.map(toPerson).map(({ id, name, email, role, active }) => ({ id, name, email, role, active }));
}

export async function insertPerson(tx: Transaction, person: StoredPerson, createdAtMs: number): Promise<void> {
  await tx.insert(peopleTable, [
    {
      firm_id: person.firmId,
      person_id: person.id,
      email: person.email,
      name: person.name,
      role: person.role,
      password: person.passwordHash,
      active: person.active ? 1 : 0,
      created_at: createdAtMs,
    },
  ]);
}

/** Ends a person's access; what they arranged for themselves goes with it. */
export async function deactivatePerson(tx: Transaction, firmId: string, personId: string): Promise<void> {
  await tx.run('UPDATE people SET active = 0 WHERE firm_id = ? AND person_id = ?', [firmId, personId]);
  await tx.run('DELETE FROM preferences WHERE firm_id = ? AND person_id = ?', [firmId, personId]);
}

/** Restores a removed person's access, as the same person. */
export async function reactivatePerson(tx: Transaction, person: StoredPerson): Promise<void> {
  await tx.run('UPDATE people SET active = 1, name = ?, role = ?, password = ? WHERE firm_id = ? AND person_id = ?', [
    person.name,
    person.role,
    person.passwordHash,
    person.firmId,
    person.id,
  ]);
}

export async function saveRole(tx: Transaction, firmId: string, personId: string, role: Role): Promise<void> {
  await tx.run('UPDATE people SET role = ? WHERE firm_id = ? AND person_id = ?', [role, firmId, personId]);
}

export async function savePassword(tx: Transaction, firmId: string, personId: string, hash: string): Promise<void> {
  await tx.run('UPDATE people SET password = ? WHERE firm_id = ? AND person_id = ?', [hash, firmId, personId]);
}

export async function readPerson(tx: Transaction, firmId: string, personId: string): Promise<StoredPerson | undefined> {
  const row = await firstRow<PersonRow>(tx, `SELECT ${COLUMNS} FROM people WHERE firm_id = ? AND person_id = ?`, [
    firmId,
    personId,
  ]);
  return row && toPerson(row);
}

/** Locks a person until the end of the transaction; false if they have no access. */
export async function lockPerson(tx: Transaction, firmId: string, personId: string): Promise<boolean> {
  const sql = `SELECT 1 AS found FROM people WHERE firm_id = ? AND person_id = ? AND active = 1 ${tx.lock.forUpdate}`;
  return (await tx.all(sql, [firmId, personId])).length > 0;
}

/** Number of owners who have access. */
export async function countOwners(tx: Transaction, firmId: string): Promise<number> {
  const row = await firstRow<{ count: number }>(
    tx,
    "SELECT COUNT(*) AS count FROM people WHERE firm_id = ? AND role = 'owner' AND active = 1",
    [firmId],
  );
  return row?.count ?? 0;
}

/** Whether the server has anybody at all. */
export async function hasPeople(tx: Transaction): Promise<boolean> {
  return (await tx.all('SELECT 1 AS found FROM people LIMIT 1')).length > 0;
}

export async function saveNameAndEmail(
  tx: Transaction,
  { firmId, id, name, email }: Pick<StoredPerson, 'firmId' | 'id' | 'name' | 'email'>,
): Promise<void> {
  await tx.run('UPDATE people SET name = ?, email = ? WHERE firm_id = ? AND person_id = ?', [name, email, firmId, id]);
}
