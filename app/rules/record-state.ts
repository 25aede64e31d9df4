import type { Change, ServerRecord } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';

/** What a decision needs to know of a record. */
export type RecordState = Pick<ServerRecord, 'data' | 'deleted' | 'version' | 'stamps'>;

/** What a decision needs to know of a change. */
export type Proposal = Pick<Change, 'operation' | 'data' | 'baseVersion' | 'base' | 'origin' | 'capped'>;

/** The visible row: data and whether it is deleted. */
export interface Visible {
  data: RecordData;
  deleted: boolean;
}

/** visible row = fold(shadow, changes); undefined if there is nothing to show. */
export type Fold = (
  table: string,
  shadow: RecordState | undefined,
  changes: readonly Proposal[],
) => Visible | undefined;
