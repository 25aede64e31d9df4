import { defineConfig } from 'vitest/config';

/** Every project runs in Node: the store and the engine are the same code there as in Electron's main process. */
const project = (name: string, include: string[], testTimeoutMs: number) => ({
  extends: true as const,
  test: { name, include, testTimeout: testTimeoutMs, hookTimeout: testTimeoutMs },
});

export default defineConfig({
  test: {
    environment: 'node',
    restoreMocks: true,
    projects: [
      project('unit', ['tests/{unit,architecture,packaging}/**/*.test.{ts,tsx}'], 15_000),
      project('integration', ['tests/integration/**/*.test.ts'], 60_000),
      project('simulation', ['tests/simulation/**/*.test.ts'], 180_000),
      // A minute of faults, three to come to rest, and the time to start and stop a dozen processes on a busy machine.
      project('chaos', ['tests/chaos/**/*.test.ts'], 600_000),
    ],
  },
});
