import path from 'node:path';

/** A folder of `.sql` files per dialect. `tools/pack-server.ts` replaces this module: in a packed server the folder is beside the program. */
export const migrationsFolder = path.resolve(import.meta.dirname, '../../migrations/server');
