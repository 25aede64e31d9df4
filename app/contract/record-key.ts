/** Key of a record among all tables, for maps and sets; a table's name has no colon. */
export type RecordKey = `${string}:${string}`;

export function recordKey(table: string, recordId: string): RecordKey {
  return `${table}:${recordId}`;
}
