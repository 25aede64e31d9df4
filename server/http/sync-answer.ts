import type { ServerRecord, SyncResponse } from '#app/contract/protocol.ts';
import type { JsonText } from '../storage/json-text.ts';

/**
 * The JSON of a round's answer. A record that was just written stands in it twice, in its ack and in the feed, and its
 * data was put into words when it was stored.
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

/** The JSON of an object that is not empty, without its closing brace. */
function openEnded(value: object): string {
  return JSON.stringify(value).slice(0, -1);
}
