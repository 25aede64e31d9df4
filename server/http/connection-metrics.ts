import { Counter, Gauge, type Registry } from 'prom-client';
import type { Connections } from '../storage/database.ts';

/** Metrics of the database connections, read when Prometheus asks. */
export function registerConnectionMetrics(register: Registry, connections: () => Connections): void {
  const registers = [register];
  function gauge(name: string, help: string, read: (now: Connections) => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(connections()));
      },
    });
  }
  gauge('ferry_postgres_pool_clients', 'Connections of the pool.', ({ clients }) => clients);
  gauge('ferry_postgres_pool_idle_clients', 'Connections of the pool that nobody uses.', ({ idle }) => idle);
  gauge('ferry_postgres_pool_waiting', 'Transactions that wait for a connection.', ({ waiting }) => waiting);
  gauge('ferry_postgres_listening', '1 while notifications of other processes’ commits arrive.', ({ isListening }) =>
    Number(isListening),
  );
  new Counter({
    name: 'ferry_postgres_listen_reconnects_total',
    help: 'How often the connection that listens for commits was reopened.',
    registers,
    collect() {
      this.reset();
      this.inc(connections().listenReconnects);
    },
  });
}
