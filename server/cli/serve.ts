import { createPasswordHasher } from '../auth/passwords.ts';
import { createLog } from '../log.ts';
import { fillSample } from '../sample/fill-sample.ts';
import { startServer } from '../server.ts';
import { openStorage } from '../storage/open.ts';
import { readServeOptions } from './options.ts';

/** Serves until SIGTERM or SIGINT, then finishes what is under way. */
export async function serve(args: readonly string[]): Promise<void> {
  const options = readServeOptions(args);
  const log = createLog(options.logLevel);
  const storage = await openStorage(options, log);
  const passwords = createPasswordHasher();
  if (options.sample) await fillSample({ storage, passwords, log });
  const server = await startServer({ storage, log, passwords }, options, { trustProxy: options.trustProxy });
  process.stdout.write(`listening on ${server.url}\n`);

  const signal = await nextSignal();
  log.info('server.stopping', { signal });
  await server.close();
  await storage.dispose();
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}
