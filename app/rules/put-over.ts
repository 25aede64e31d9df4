import type { ServerRecord } from '#app/contract/protocol.ts';
import { type AnyEntity, policyOf, sameJson } from '#app/schema/index.ts';
import type { RecordState } from './record-state.ts';
import { stampOf } from './stamps.ts';

/** Cheap check whether a record may have such fields; almost none has. */
export function mayHavePutOver({ stamps }: Pick<ServerRecord, 'stamps'>): boolean {
  return Object.values(stamps).some(({ over }) => over !== undefined);
}

/**
 * Fields where this device's value was replaced by a writer who had not seen it. The writer has a conflict; this device
 * knows it only from the stamp, whose `over` reaches its own version. Merged values, and first values that were kept,
 * do not count.
 * @param before the record as this device last received it
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
