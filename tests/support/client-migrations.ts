import path from 'node:path';

/** The folder of the desk's own migrations. */
export const clientMigrations = path.join(import.meta.dirname, '../../migrations/client');
