import * as z from 'zod';

// Zod compiles checks with `new Function` if allowed; the policy forbids it, and each attempt would be reported. Must
// run before any schema is created: see the chunks in electron.vite.config.ts, and tests/e2e/security.spec.ts.
z.config({ jitless: true });
