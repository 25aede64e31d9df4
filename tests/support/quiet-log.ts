import type { Log } from '#app/contract/ports.ts';

const nothing = (): void => undefined;

export const quietLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
