import { connect } from 'node:net';

/** Bytes on a connection, for what no HTTP client would send. */
export interface RawConnection {
  write(bytes: string): void;
  /** Resolves once what came back holds these words; fails if the server hangs up before. */
  until(words: string): Promise<void>;
  /** What came back, once the server hung up. */
  ended(): Promise<string>;
  roundTrip(bytes: string): Promise<string>;
  hangUp(): void;
}

export function connectRaw(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    const closed = new Promise<string>((resolveAnswer, rejectAnswer) => {
      socket.on('close', () => resolveAnswer(answer));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return;
        rejectAnswer(error);
        reject(error);
      });
    });
    const connection: RawConnection = {
      write: (bytes) => void socket.write(bytes),
      until: (words) =>
        new Promise((found, never) => {
          const look = () => void (answer.includes(words) && found());
          socket.on('data', look).once('close', () => never(new Error(`The server hung up after ${answer}`)));
          look();
        }),
      ended: () => closed,
      roundTrip(bytes) {
        socket.write(bytes);
        return closed;
      },
      hangUp: () => void socket.destroy(),
    };
    socket.once('connect', () => resolve(connection));
  });
}

/** A request as bytes. Resolves with what came back once the server hung up. */
export async function sendRaw(url: string, parts: readonly string[]): Promise<string> {
  const connection = await connectRaw(url);
  for (const part of parts) connection.write(part);
  return connection.ended();
}
