import type { ServerRecord, SyncResponse } from '#app/contract/protocol.ts';
import type { JsonText } from '../storage/json-text.ts';

/**
 * The JSON of a round's response. A new record occurs in its ack and in the feed; its data was serialised once when
 * stored.
 */
export function syncAnswerText({ acks, feed, ...head }: SyncResponse, jsonText: JsonText): string {
  const texts = new Map<ServerRecord, string>();
  function recordText(record: ServerRecord): string {
    const known = texts.get(record);
    if (known !== undefined) return known;
    const { data, stamps, ...rest } = record;
    const text = `${openEnded(rest)},"data":${jsonText(data)},"stamps":${jsonText(stamps)}}`;
    texts.set(record, text);
    return text;
  }
  const ackTexts = acks.map(({ record, ...ack }) =>
    record === undefined ? JSON.stringify(ack) : `${openEnded(ack)},"record":${recordText(record)}}`,
  );
  return `${openEnded(head)},"acks":[${ackTexts.join()}],"feed":[${feed.map(recordText).join()}]}`;
}

/** The JSON of a non-empty object, without its closing brace. */
function openEnded(value: object): string {
  return JSON.stringify(value).slice(0, -1);
}
