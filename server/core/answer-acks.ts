import type { Ack, ServerRecord, SyncRequest } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import type { JsonText } from '../storage/json-text.ts';
import { repeated } from './apply.ts';
import type { RoundState } from './load-round.ts';
import type { Verdict } from './verdict.ts';

export interface AnswerAcks {
  acks: Ack[];
  /** Keys of the records included in acks. */
  answered: ReadonlySet<string>;
  /** A record newer than the desk's cursor did not fit; the feed must send it. */
  isCutShort: boolean;
}

/**
 * Answers to the changes this round carries or asks about. Each record is included once, in its first ack, in its
 * current state, up to `maxBytes` in total; the feed sends the rest.
 */
export function answerAcks(
  request: SyncRequest,
  verdicts: ReadonlyMap<string, Verdict>,
  { acks, workingSet }: RoundState,
  maxBytes: number,
  jsonText: JsonText,
): AnswerAcks {
  const answered = new Set<string>();
  let isCutShort = false;
  let bytes = 0;

  function bring(record: ServerRecord | undefined): { record?: ServerRecord } {
    const key = record && recordKey(record.table, record.recordId);
    if (!record || !key || answered.has(key)) return {};
    bytes += Buffer.byteLength(jsonText(record.data)) + Buffer.byteLength(jsonText(record.stamps));
    if (bytes > maxBytes) {
      isCutShort ||= record.version > request.cursor;
      return {};
    }
    answered.add(key);
    return { record };
  }

  const carried = request.changes.map(({ changeId, table, recordId }) => ({ changeId, table, recordId }));
  const asked = request.unanswered.flatMap((changeId) => acks.get(changeId) ?? []);
  const answers = [...carried, ...asked].flatMap(({ changeId, table, recordId }): Ack[] => {
    const stored = acks.get(changeId);
    const verdict = verdicts.get(changeId) ?? (stored && repeated(stored.result));
    return verdict ? [{ changeId, ...verdict, ...bring(workingSet.find(table, recordId)) }] : [];
  });
  return { acks: answers, answered, isCutShort };
}
