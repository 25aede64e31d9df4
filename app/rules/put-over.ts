import type { ServerRecord } from '#app/contract/protocol.ts';
import { type AnyEntity, policyOf, sameJson } from '#app/schema/index.ts';
import type { RecordState } from './record-state.ts';
import { stampOf } from './stamps.ts';

/** Whether a record may have such fields at all; almost none has. */
export function mayHavePutOver({ stamps }: Pick<ServerRecord, 'stamps'>): boolean {
  return Object.values(stamps).some(({ over }) => over !== undefined);
}

/**
 * The fields in which this device's value gave way to one by a writer who had not seen it. The writer has a conflict of it;
 * this device learns it from the stamp alone, whose `over` reaches its own version. Where the values were merged, or the
 * first one stayed, nothing gave way.
 * @param before the record as the server had it when this device last heard of it
 */
export function fieldsPutOver(
  entity: AnyEntity,
  before: RecordState,
  after: Pick<ServerRecord, 'data' | 'deleted' | 'stamps'>,
  device: string,
): string[] {
  if (before.deleted || after.deleted) return [];
  return Object.entries(after.stamps).flatMap(([field, { device: writer, over }]) => {
    const own = stampOf(before, field);
    const isUnseen = own?.device === device && writer !== device && over !== undefined && over >= own.version;
    const isLost = policyOf(entity, field) === 'mine' && !sameJson(before.data[field], after.data[field]);
    return isUnseen && isLost && Object.hasOwn(entity.fields, field) ? [field] : [];
  });
}
