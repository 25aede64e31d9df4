/** Key of a record across tables, for maps and sets; table names contain no colon. */
export type RecordKey = `${string}:${string}`;

export function recordKey(table: string, recordId: string): RecordKey {
  return `${table}:${recordId}`;
}
