/** Incremented by `npm run new:migration` when the fingerprint shows a change of what records are. */
export const SCHEMA_VERSION = 2;
export const SCHEMA_FINGERPRINT = '15d8b5d5d64c77e0';
