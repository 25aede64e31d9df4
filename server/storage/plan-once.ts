/**
 * Prevents SQLite from re-planning a statement on each run. It does so if a parameter's value may affect the plan and
 * parameters were cleared since, as better-sqlite3 does after each run; a function's value is not examined.
 */
export function planOnce(sql: string): string {
  return sql.replaceAll(/(=|<|>|LIMIT|OFFSET) \?/g, '$1 coalesce(?, NULL)');
}
