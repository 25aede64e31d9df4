/** Name of a record among all tables; a table's name has no colon. */
export function recordKey(table: string, recordId: string): string {
  return `${table}:${recordId}`;
}
