import { expect, it } from 'vitest';
import { relaunchOptions } from '../../../../main/lifecycle/relaunch-options.ts';

const argv = ['/tmp/.mount_Ferry1/ferry', '--user-data-dir=/home/ana/ferry', '--server=https://desk.example'];
const switches = argv.slice(1);

it('starts again in the same data folder', () => {
  expect(relaunchOptions(argv, undefined)).toEqual({ args: switches });
});

it('starts an AppImage by its file, since the mounted program is gone by then', () => {
  expect(relaunchOptions(argv, '/home/ana/Ferry.AppImage')).toEqual({
    execPath: '/home/ana/Ferry.AppImage',
    args: switches,
  });
});

it('drops the switches to start hidden and to open a link', () => {
  const asked = [...argv, '--hidden', 'ferry://open/clients'];
  expect(relaunchOptions(asked, undefined).args).toEqual(switches);
});
