import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { allCases } from '../../../server/conformance/cases/index.ts';
import { runConformance } from '../../../server/conformance/kit.ts';
import { readLines, stopChild } from '../../../tools/child-process.ts';
import { packServer, type ServerPackage } from '../../../tools/server-package/pack-server.ts';

const MAX_BYTES = 40_000_000;
const owner = { email: 'olivia@firm.test', password: 'a password for the test' };

describe('a packed server', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'ferry-packed-server-'));
  const folder = path.join(home, 'alone');
  let packed: ServerPackage;

  /** Nothing of this checkout: an own folder, and no environment but a path. */
  const alone = () => ({ cwd: folder, env: { PATH: '/usr/bin:/bin' } });

  beforeAll(async () => {
    packed = await packServer({ platform: platformHere(), into: path.join(home, 'release') });
    mkdirSync(folder);
    execFileSync('tar', [
      '--extract',
      '--gzip',
      '--file',
      packed.archive,
      '--strip-components=1',
      '--directory',
      folder,
    ]);
  }, 300_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('passes the conformance kit, alone in a folder', async () => {
    const name = ['--name', 'Firm', '--owner-name', 'Olivia', '--owner-email', owner.email];
    const firm = ['ferry-server.mjs', 'create-firm', ...name, '--password', owner.password];
    expect(execFileSync(process.execPath, firm, { ...alone(), encoding: 'utf8' })).toMatch(/^firm .* created/);
    const server = spawn(process.execPath, ['ferry-server.mjs', '--port', '0'], { ...alone(), stdio: 'pipe' });
    onTestFinished(() => stopChild(server));
    const url = await new Promise<string>((resolve) => {
      readLines(
        server.stdout,
        (line) => line.startsWith('listening on ') && resolve(line.slice('listening on '.length)),
      );
    });
    const report = await runConformance({ url, ...owner }, allCases, () => undefined);
    expect(report.failed).toBe(0);
    expect(report.passed).toBeGreaterThan(150);
    expect(existsSync(path.join(folder, 'ferry-server.db'))).toBe(true);
  }, 300_000);

  it('describes its usage', () => {
    const help = execFileSync(process.execPath, ['ferry-server.mjs', '--help'], { ...alone(), encoding: 'utf8' });
    expect(help).toContain('node ferry-server.mjs COMMAND');
    expect(help).not.toContain('npm run');
  });

  it('contains what it runs and nothing else, within its size limit', () => {
    expect(packed.bytes).toBeLessThan(MAX_BYTES);
    expect(readdirSync(packed.folder)).toEqual([
      'LICENSE',
      'README.txt',
      'ferry-server.mjs',
      'ferry-server.service',
      'migrations',
      'node_modules',
      'package.json',
      'third-party-notices.txt',
    ]);
    expect(readdirSync(path.join(folder, 'node_modules'))).toEqual(['better-sqlite3']);
    expect(readdirSync(path.join(folder, 'node_modules/better-sqlite3/prebuilds'))).toEqual([`${platformHere()}.node`]);
  });

  it('names the licence of every package in it', () => {
    const notices = readFileSync(path.join(folder, 'third-party-notices.txt'), 'utf8');
    for (const name of ['fastify', 'pg', 'zod', 'better-sqlite3'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});

function platformHere(): 'linux-x64' | 'linux-arm64' | 'darwin-arm64' | 'darwin-x64' | 'win32-x64' | 'win32-arm64' {
  return `${process.platform as 'linux'}-${process.arch as 'x64'}`;
}
