#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Stands in for fpm, which no package registry of Linux has, in `npm run release:check`: electron-builder calls it by
 * CUSTOM_FPM_PATH with fpm's options, and dpkg-deb writes the package. Options that would be left out fail.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { type: 'string', short: 's' },
    t: { type: 'string', short: 't' },
    force: { type: 'boolean' },
    depends: { type: 'string', short: 'd', multiple: true, default: [] },
    'deb-recommends': { type: 'string', multiple: true, default: [] },
    'deb-compression': { type: 'string', default: 'xz' },
    'deb-priority': { type: 'string', default: 'optional' },
    architecture: { type: 'string', default: '' },
    'after-install': { type: 'string', default: '' },
    'after-remove': { type: 'string', default: '' },
    description: { type: 'string', default: '' },
    version: { type: 'string', default: '' },
    package: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    maintainer: { type: 'string', default: '' },
    vendor: { type: 'string' },
    url: { type: 'string', default: '' },
    license: { type: 'string' },
  },
});

const root = await mkdtemp(path.join(tmpdir(), 'ferry-deb-'));
try {
  await chmod(root, 0o755);
  for (const pair of positionals) {
    const [from = '', to = ''] = pair.split('=');
    const target = path.join(root, to);
    await mkdir(path.dirname(target), { recursive: true });
    await cp(from, target, { recursive: true, verbatimSymlinks: true });
  }
  const control = path.join(root, 'DEBIAN');
  await mkdir(control, { recursive: true });
  for (const [script, file] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ] as const) {
    await copyFile(file, path.join(control, script));
    await chmod(path.join(control, script), 0o755);
  }
  const fields = [
    ['Package', values.name],
    ['Version', values.version],
    ['Architecture', values.architecture],
    ['Maintainer', values.maintainer],
    ['Priority', values['deb-priority']],
    ['Depends', values.depends.join(', ')],
    ['Recommends', values['deb-recommends'].join(', ')],
    ['Homepage', values.url],
    ['Description', values.description],
  ];
  await writeFile(path.join(control, 'control'), fields.map(([name, value]) => `${name}: ${value}\n`).join(''));
  // Fast rather than small: nobody downloads it.
  execFileSync('dpkg-deb', ['-Zgzip', '-z1', '--root-owner-group', '--build', root, values.package], {
    stdio: 'inherit',
  });
} finally {
  await rm(root, { recursive: true, force: true });
}
