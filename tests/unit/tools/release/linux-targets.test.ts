import { expect, it } from 'vitest';
import { linuxTargets } from '../../../../tools/release/linux-targets.ts';

const built = (env: NodeJS.ProcessEnv, hasDpkg = false) =>
  linuxTargets(env, hasDpkg)
    .filter(({ missing }) => missing === null)
    .map(({ name }) => name);

it('builds the installers whose tools are installed', () => {
  expect(built({})).toEqual([]);
  expect(built({ APPIMAGE_TOOLS_PATH: '/tools' })).toEqual(['AppImage']);
  expect(built({ USE_SYSTEM_FPM: 'true' })).toEqual(['deb']);
  expect(built({ CUSTOM_FPM_PATH: '/tools/fpm' })).toEqual(['deb']);
  expect(built({}, true)).toEqual(['deb']);
});

it('builds a deb itself only without fpm', () => {
  const fpmOf = (env: NodeJS.ProcessEnv) => linuxTargets(env, true).at(-1)?.env.CUSTOM_FPM_PATH;
  expect([fpmOf({ USE_SYSTEM_FPM: 'true' }), fpmOf({})]).toEqual([
    undefined,
    expect.stringContaining('deb-builder.ts'),
  ]);
});

it('reports what the others need', () => {
  const missing = linuxTargets({}, false).map((target) => target.missing);
  expect(missing).toEqual([expect.stringContaining('APPIMAGE_TOOLS_PATH'), expect.stringContaining('fpm')]);
});
