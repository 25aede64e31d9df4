import * as z from 'zod';

// Zod compiles its checks with `new Function` where it may; our policy forbids that, and asking would be reported each time.
// Imported before any schema is made.
z.config({ jitless: true });
