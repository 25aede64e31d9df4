import { describe, expect, it } from 'vitest';
import { readMigrations } from '../../../server/storage/migrate.ts';

describe.each(['sqlite', 'postgres'] as const)('the migrations of %s', (dialect) => {
  it('are numbered without a gap, and no number comes twice', () => {
    const versions = readMigrations(dialect).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_version, index) => index + 1));
  });
});
