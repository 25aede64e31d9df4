import path from 'node:path';
import { startProcess } from './processes.ts';
import { signInPusher } from './pusher.ts';
import { print } from './report.ts';

/** What desks cost that only listen. */
export async function measureStreams(folder: string, desks: number): Promise<void> {
  const file = path.join(folder, 'streams.db');
  const server = await startProcess('server/index.ts', ['--port', '0', '--sample', '--db', file]);
  try {
    const { token, drain } = await signInPusher(server.url);
    await drain();
    const before = server.residentMb();
    const controller = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const streams = await Promise.all(
      Array.from({ length: desks }, () => fetch(`${server.url}/v1/events`, { headers, signal: controller.signal })),
    );
    const open = streams.filter((stream) => stream.ok).length;
    print(`${open} idle desks listening: ${Math.round(server.residentMb() - before)} MB above idle, aim below 150`);
    controller.abort();
  } finally {
    await server.stop();
  }
}
