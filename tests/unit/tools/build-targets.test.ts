import { expect, it } from 'vitest';
import { buildPurpose, buildTargets } from '../../../tools/build-targets.ts';

it.each([
  ['official', 'shipped'],
  ['override', 'shipped'],
  ['fallback', 'fallback'],
] as const)('the %s runtime takes the build that is %s', (kind, purpose) => {
  expect(buildPurpose({ kind })).toBe(purpose);
});

it('a build to ship follows the Electron of package.json; only a build for the fallback is held back', () => {
  expect(buildTargets('shipped')).toEqual({});
  expect(buildTargets('fallback')).toEqual({ node: 'node20', chrome: 'chrome130' });
});
