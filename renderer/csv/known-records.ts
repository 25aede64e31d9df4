import { failed, ok, type Result } from '#app/contract/errors.ts';
import { type AnyEntity, ferrySchema, referencesOf } from '#app/schema/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import { readAll } from '../client/record-sets.ts';
import { type ImportContext, keyOf } from './plan-import.ts';
import { type TitleIndex, titleIndex } from './title-index.ts';

/**
 * What the lines of a file are held against: the records that are there, and those that lines may name.
 * @param goesOn asked page by page; false ends it early
 */
export async function readKnown(
  client: FerryClient,
  entity: AnyEntity,
  goesOn: () => boolean,
): Promise<Result<Pick<ImportContext, 'existing' | 'titles'>>> {
  const existing = await existingKeys(client, entity, goesOn);
  if (!existing.ok) return existing;
  const titles = new Map<string, TitleIndex>();
  for (const { table } of referencesOf(entity)) {
    const parent = ferrySchema.entity(table);
    if (parent === undefined) continue;
    const found = await titlesOf(client, parent, goesOn);
    if (!found.ok) return found;
    titles.set(table, found.value);
  }
  return ok({ existing: existing.value, titles });
}

/** Key of every record of a table → its id. */
async function existingKeys(
  client: FerryClient,
  entity: AnyEntity,
  goesOn: () => boolean,
): Promise<Result<Map<string, string>>> {
  const all = await readAll(client, entity.table, {}, Number.POSITIVE_INFINITY, goesOn);
  if (!all.ok) return failed(all.error);
  const keys = new Map<string, string>();
  for (const { id, data } of all.value) {
    const key = keyOf(entity, data);
    if (key !== null && !keys.has(key)) keys.set(key, id);
  }
  return ok(keys);
}

/** The records of a table by their titles, for rows that name them. */
async function titlesOf(client: FerryClient, entity: AnyEntity, goesOn: () => boolean): Promise<Result<TitleIndex>> {
  const all = await readAll(client, entity.table, {}, Number.POSITIVE_INFINITY, goesOn);
  if (!all.ok) return failed(all.error);
  return ok(titleIndex(all.value.map(({ id, data }) => ({ id, title: String(data[entity.title] ?? '') }))));
}
