/** Raised with each change to what records are, by `npm run new:migration`, which knows a change by the fingerprint. */
export const SCHEMA_VERSION = 2;
export const SCHEMA_FINGERPRINT = '15d8b5d5d64c77e0';
