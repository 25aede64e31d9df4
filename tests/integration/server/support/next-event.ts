import { EventSourceParserStream } from 'eventsource-parser/stream';
import { wakeUpSchema } from '#app/contract/protocol.ts';

export interface EventReader {
  /** Waits until the stream has reported this sequence or a later one. */
  reach(seq: number): Promise<void>;
  /** Waits until the server ends the stream. */
  ended(): Promise<void>;
  close(): void;
}

/** Listens to a server's events. Resolves once the first has come. */
export async function openEvents(url: string, token: string): Promise<EventReader> {
  const controller = new AbortController();
  const response = await fetch(`${url}/v1/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: controller.signal,
  });
  if (!response.ok || !response.body) throw new Error(`/v1/events answered ${response.status}`);
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();

  async function next(): Promise<number | undefined> {
    const { value, done } = await events.read();
    return done ? undefined : wakeUpSchema.parse(JSON.parse(value.data)).seq;
  }

  let latest = await next();
  return {
    async reach(seq) {
      while (latest !== undefined && latest < seq) latest = await next();
      if (latest === undefined) throw new Error(`The stream ended before sequence ${seq}.`);
    },
    async ended() {
      while (latest !== undefined) latest = await next();
    },
    close: () => controller.abort(),
  };
}
