import { defineConfig } from '@playwright/test';

/**
 * The real app, driven as a person would. `e2e` launches dist/ on the development runtime; `packed` and `rehearsal`
 * launch what `npm run pack` made. One worker: each test opens several Electron processes on what may be two cores.
 */
export default defineConfig({
  globalSetup: './tools/playwright-setup.ts',
  outputDir: 'test-results/playwright',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  projects: [
    { name: 'e2e', testDir: 'tests/e2e', testMatch: '**/*.spec.ts' },
    { name: 'packed', testDir: 'tests/packaging', testMatch: '**/packed-app.spec.ts' },
    // What `npm run release:check` makes of it.
    { name: 'deb', testDir: 'tests/packaging', testMatch: '**/deb.spec.ts' },
    // An update of what was packed with --for-tests.
    { name: 'rehearsal', testDir: 'tests/packaging', testMatch: '**/updates.spec.ts' },
  ],
});
