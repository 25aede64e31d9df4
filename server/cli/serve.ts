import { createPasswordHasher } from '../auth/passwords.ts';
import { createLog } from '../log.ts';
import { schedulePruning } from '../maintenance/schedule-pruning.ts';
import { fillSample } from '../sample/fill-sample.ts';
import { startServer } from '../server.ts';
import { openStorage } from '../storage/open.ts';
import { systemClock, yieldToLoop } from '../system.ts';
import { readArguments, storageOf } from './arguments.ts';
import { trustedProxies } from './trusted-proxies.ts';

const LEVELS = new Set(['trace', 'debug', 'info', 'warn', 'error', 'silent']);
const MAX_PORT = 65_535;

/** Serves until SIGTERM or SIGINT, then finishes requests in progress. */
export async function serve(args: readonly string[]): Promise<void> {
  const given = readArguments(args, {
    host: 'text',
    port: 'text',
    sample: 'flag',
    'log-level': 'text',
    'trust-proxy': 'text',
    'metrics-port': 'text',
    'metrics-host': 'text',
    'drain-ms': 'text',
  });
  const level = given.text('log-level') ?? 'warn';
  const log = createLog(LEVELS.has(level) ? level : 'warn');
  const host = given.text('host') ?? '127.0.0.1';
  const port = given.number('port', 4300, { min: 0, max: MAX_PORT });
  const metricsPort =
    given.text('metrics-port') === undefined ? undefined : given.number('metrics-port', 0, { min: 0, max: MAX_PORT });
  const metricsHost = given.text('metrics-host');
  const trustProxy = trustedProxies(given.text('trust-proxy'));
  const drainMs = given.number('drain-ms', 0, { min: 0, max: 300_000 });

  const storage = await openStorage(storageOf(given), log);
  try {
    const passwords = createPasswordHasher();
    if (given.flag('sample')) await fillSample({ storage, passwords, log });
    const server = await startServer(
      { storage, log, passwords },
      { host, port, metricsPort, metricsHost },
      { trustProxy },
    );
    const pruning = { storage, clock: systemClock, log, yieldToLoop, metrics: server.metrics };
    const stopPruning = schedulePruning(pruning);
    if (server.metricsUrl) log.info('metrics.listening', { url: server.metricsUrl });
    process.stdout.write(`listening on ${server.url}\n`);
    const setUpSecret = await server.beginSetUp();
    if (setUpSecret !== null) process.stdout.write(setUpText(server.url, setUpSecret));

    const signal = await nextSignal();
    log.info('server.stopping', { signal });
    stopPruning();
    await server.drain(drainMs);
    await server.close();
  } finally {
    // Also if the server could not listen: an open connection would keep the process alive, so no supervisor would
    // restart it.
    await storage.dispose();
  }
}

/** The one secret this program prints; it is worthless once somebody has used it. */
function setUpText(url: string, secret: string): string {
  const link = `ferry://join?${new URLSearchParams({ server: url, setup: secret })}`;
  return [
    'Nobody is here yet. Set the firm up from Ferry with this link, which works once:',
    `  ${link}`,
    'From another computer, put the address that leads to this server in the place of its own:',
    `  https://YOUR-ADDRESS/join#setup=${secret}`,
    '',
  ].join('\n');
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}
