/** Runs a firm's transactions with at most `limit` at once; firms do not wait for each other. */
export interface FirmQueue {
  run<T>(firmId: string, work: () => Promise<T>): Promise<T>;
}

interface Line {
  running: number;
  waiting: (() => void)[];
}

export function createFirmQueue(limit: number): FirmQueue {
  const lines = new Map<string, Line>();

  async function enter(firmId: string): Promise<Line> {
    const line = lines.get(firmId) ?? { running: 0, waiting: [] };
    lines.set(firmId, line);
    if (line.running < limit) line.running += 1;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    return line;
  }

  function leave(firmId: string, line: Line): void {
    const next = line.waiting.shift();
    if (next) {
      // Passes the slot on directly.
      next();
      return;
    }
    line.running -= 1;
    if (line.running === 0) lines.delete(firmId);
  }

  return {
    async run(firmId, work) {
      const line = await enter(firmId);
      try {
        return await work();
      } finally {
        leave(firmId, line);
      }
    },
  };
}
