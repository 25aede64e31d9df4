import * as z from 'zod';

// Zod compiles its checks with `new Function` where it may; our policy forbids that, and asking would be reported each time.
// Has to run before any schema is made: see the chunks in electron.vite.config.ts, and tests/e2e/security.spec.ts.
z.config({ jitless: true });
