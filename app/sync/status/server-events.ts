import type { Transport } from '#app/transport/transport.ts';

/** The stream of wake-ups, open while somebody is signed in. */
export function createServerEvents(transport: Pick<Transport, 'subscribe'>, onWake: () => void) {
  let close: (() => void) | null = null;

  return {
    open(): void {
      close?.();
      close = transport.subscribe(onWake);
    },
    close(): void {
      close?.();
      close = null;
    },
  };
}
