import { describe, expect, it } from 'vitest';
import { type ErrorCode, FerryFailure } from '#app/contract/errors.ts';
import { clients } from '#app/schema/clients.ts';
import { createOrders, orderColumnOf } from '#app/store/orders.ts';
import { aWorkbench } from '../../support/workbench.ts';

const email = orderColumnOf('email', clients.fields.email);

/** A database that refuses to create an index. */
function ordersThatFail(code: ErrorCode) {
  const { store } = aWorkbench();
  const refuses = (): never => {
    throw new FerryFailure(code, 'retry');
  };
  return createOrders({ ...store.database, transaction: refuses });
}

describe('the index of an order', () => {
  it('is optional: lists are read without it if nothing can be written', () => {
    for (const code of ['store.diskFull', 'store.busy', 'store.readOnly', 'store.noPermission'] as const)
      expect(ordersThatFail(code)(clients, email, 100_000)).toBeNull();
  });

  it('does not hide a damaged file', () => {
    expect(() => ordersThatFail('store.corrupt')(clients, email, 100_000)).toThrow('store.corrupt');
  });
});
