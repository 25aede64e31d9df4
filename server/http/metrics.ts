import { createServer, type Server } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '#app/contract/errors.ts';
import type { SyncResponse } from '#app/contract/protocol.ts';
import type { Connections } from '../storage/database.ts';
import { registerConnectionMetrics } from './connection-metrics.ts';

/** Prometheus metrics. They identify no person or record. */
export interface Metrics {
  request(method: string, route: string, status: number, seconds: number): void;
  round(response: SyncResponse): void;
  /** By `ok` or the refusal's code. */
  signIn(outcome: 'ok' | ErrorCode): void;
  /** A request was not started: the queue was full, or its client was gone. */
  shed(reason: 'busy' | 'gone'): void;
  /** Pruning succeeded at this time, ms since the epoch. */
  pruned(atMs: number): void;
  pruneFailed(): void;
  text(): Promise<string>;
}

export interface MetricsSources {
  openStreams: () => number;
  waitingRounds: () => number;
  connections?: (() => Connections) | undefined;
}

export function createMetrics({ openStreams, waitingRounds, connections }: MetricsSources): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'ferry_http_request_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const changes = new Counter({
    name: 'ferry_changes_total',
    help: 'Changes answered, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const feed = new Counter({ name: 'ferry_feed_records_total', help: 'Records sent with feeds.', registers });
  const resets = new Counter({
    name: 'ferry_resets_total',
    help: 'Rounds answered with a reset.',
    labelNames: ['reason'],
    registers,
  });
  const signIns = new Counter({
    name: 'ferry_sign_ins_total',
    help: 'Sign-ins, by ok or the code they were refused with.',
    labelNames: ['outcome'],
    registers,
  });
  new Gauge({
    name: 'ferry_event_streams',
    help: 'Desks that listen for commits.',
    registers,
    collect() {
      this.set(openStreams());
    },
  });
  new Gauge({
    name: 'ferry_waiting_requests',
    help: 'Rounds, snapshot pages and activity pages that wait for their turn.',
    registers,
    collect() {
      this.set(waitingRounds());
    },
  });
  const shed = new Counter({
    name: 'ferry_shed_requests_total',
    help: 'Requests that were not begun: busy, where too many waited, or gone, where the client hung up while it waited.',
    labelNames: ['reason'],
    registers,
  });
  const lastPruned = new Gauge({
    name: 'ferry_prune_last_success_timestamp_seconds',
    help: 'When pruning last ended well in this process; 0 before the first time.',
    registers,
  });
  const pruneFailures = new Counter({ name: 'ferry_prune_failures_total', help: 'Prunings that failed.', registers });
  if (connections) registerConnectionMetrics(register, connections);
  return {
    request: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    round(response) {
      for (const [outcome, acks] of Map.groupBy(response.acks, (ack) => ack.outcome)) {
        changes.inc({ outcome }, acks.length);
      }
      feed.inc(response.feed.length);
      if (response.reset) resets.inc({ reason: response.reset });
    },
    signIn: (outcome) => signIns.inc({ outcome }),
    shed: (reason) => shed.inc({ reason }),
    pruned: (atMs) => lastPruned.set(atMs / 1000),
    pruneFailed: () => pruneFailures.inc(),
    text: () => register.metrics(),
  };
}

/** Serves `/metrics` on a separate address that desks cannot reach. */
export async function listenForMetrics(metrics: Metrics, listen: { host: string; port: number }): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });
  return server;
}
