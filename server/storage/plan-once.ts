/**
 * Keeps SQLite from planning a statement anew at each run. It does so where the value of a parameter may matter for the plan
 * and the parameters were cleared since, which better-sqlite3 does after each run; the value of a function is not looked at.
 */
export function planOnce(sql: string): string {
  return sql.replaceAll(/(=|<|>|LIMIT|OFFSET) \?/g, '$1 coalesce(?, NULL)');
}
