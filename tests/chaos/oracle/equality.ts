import { isDeepStrictEqual } from 'node:util';
import { type DeskRows, keyOf, type Row, type ServerRows } from './read.ts';

/** One line for each record in which a desk differs from the server; by their rows, as JSON. */
export function findDifferences(server: ServerRows, desks: ReadonlyMap<string, DeskRows>): string[] {
  const found: string[] = [];
  for (const [name, desk] of desks) {
    if (desk.integrity !== 'ok') found.push(`${name}: the file is damaged: ${desk.integrity}`);
    // What was refused or has to wait is still shown where it was made.
    const own = new Set(desk.kept.filter(({ state }) => state !== 'discarded').map(({ recordId }) => recordId));
    for (const [key, row] of server.records) {
      const shadow = desk.shadows.get(key);
      if (row.isDeleted) {
        if (shadow && !shadow.isDeleted) found.push(`${name} still holds ${key}, which is deleted`);
      } else if (!shadow) found.push(`${name} does not have ${key}`);
      else if (!sameRow(shadow, row)) found.push(`${name} holds ${key} as ${text(shadow)}, the server as ${text(row)}`);
      const visible = desk.visible.get(key);
      if (own.has(row.recordId)) continue;
      if (isShown(visible) !== !row.isDeleted) found.push(`${name} ${visible ? 'shows' : 'does not show'} ${key}`);
      else if (visible && !row.isDeleted && !isDeepStrictEqual(visible.data, row.data)) {
        found.push(`${name} shows ${key} as ${text(visible)}, the server has ${text(row)}`);
      }
    }
    for (const [key, row] of desk.visible) {
      if (!server.records.has(keyOf(row.table, row.recordId)) && isShown(row) && !own.has(row.recordId)) {
        found.push(`${name} shows ${key}, of which the server knows nothing`);
      }
    }
  }
  for (const changeId of server.appliedTwice) found.push(`change ${changeId} stands in the trail twice`);
  return found;
}

function isShown(row: Row | undefined): boolean {
  return row !== undefined && !row.isDeleted;
}

function sameRow(one: Row, other: Row): boolean {
  return one.version === other.version && one.isDeleted === other.isDeleted && isDeepStrictEqual(one.data, other.data);
}

function text({ version, isDeleted, data }: Row): string {
  return JSON.stringify({ version, isDeleted, data });
}
