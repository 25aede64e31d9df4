import type { Database, SqlRow, Transaction } from '../../../../server/storage/database.ts';

/** More than one round takes. */
const NUMBERS_A_ROUND = 100;
const PUSHING = ' /* pushing */';

/**
 * PostgreSQL with the mistake the protocol warns of: sequences come from a plain `SEQUENCE`, and nobody locks the firm.
 * The first to take a number is held until one with a later number has committed and somebody has pulled it.
 */
export async function takeNumbersCarelessly(storages: readonly Database[]): Promise<Database[]> {
  await storages[0]?.migrate((_tx, script) => script('CREATE SEQUENCE careless'));
  const isPulled = Promise.withResolvers<void>();
  let isFirst = true;
  let isOvertaken = false;

  async function takeNumber(tx: Transaction): Promise<number> {
    const [row] = await tx.all<{ number: number }>("SELECT nextval('careless') AS number");
    return (row?.number ?? 0) * NUMBERS_A_ROUND;
  }

  return storages.map((storage) => ({
    ...storage,
    async transaction(scope, work) {
      const wasOvertaken = isOvertaken;
      let isPushing = false;
      const result = await storage.transaction(scope, (tx) =>
        work({
          ...tx,
          lock: { forUpdate: PUSHING, forShare: '' },
          async all<Row extends SqlRow>(sql: string, parameters?: Parameters<Transaction['all']>[1]) {
            const rows = await tx.all<Row>(sql, parameters);
            if (!sql.includes('FROM firms') || !sql.endsWith(PUSHING)) return rows;
            isPushing = true;
            const seq = await takeNumber(tx);
            const isHeld = isFirst;
            isFirst = false;
            if (isHeld) await isPulled.promise;
            return rows.map((row) => ({ ...row, seq }));
          },
          write: (sql, parameters) => tx.write(sql.replace('SET seq = ?', 'SET seq = GREATEST(seq, ?)'), parameters),
        }),
      );
      if (isPushing) isOvertaken = true;
      else if (wasOvertaken) isPulled.resolve();
      return result;
    },
  }));
}
