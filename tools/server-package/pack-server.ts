import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../child-process.ts';
import { serverNotices } from '../shipped/notices.ts';
import { bundleServer, NATIVE } from './bundle.ts';

/** The platforms that better-sqlite3 brings a binary for, as Node names them; musl is Alpine Linux. */
export const serverPlatforms = [
  'linux-x64',
  'linux-arm64',
  'linuxmusl-x64',
  'linuxmusl-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
] as const;

export type ServerPlatform = (typeof serverPlatforms)[number];

export interface ServerPackage {
  folder: string;
  archive: string;
  /** Unpacked. */
  bytes: number;
}

const PROGRAM = 'ferry-server.mjs';

/**
 * Writes a folder and a .tar.gz that need nothing but Node: the bundled server, its migrations, better-sqlite3 for one
 * platform and the licence notices.
 */
export async function packServer({
  platform,
  into,
}: {
  platform: ServerPlatform;
  into: string;
}): Promise<ServerPackage> {
  const { version } = readJson<{ version: string }>(path.join(projectFolder, 'package.json'));
  const name = `ferry-server-${version}-${platform}`;
  const folder = path.join(into, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });

  const bundled = await bundleServer(path.join(folder, PROGRAM));
  chmodSync(path.join(folder, PROGRAM), 0o755);
  cpSync(path.join(projectFolder, 'migrations/server'), path.join(folder, 'migrations'), { recursive: true });
  const native = copyNative(folder, platform);
  writeFileSync(path.join(folder, 'third-party-notices.txt'), serverNotices([...bundled, ...native]));
  cpSync(path.join(projectFolder, 'LICENSE'), path.join(folder, 'LICENSE'));
  cpSync(path.join(projectFolder, 'build/ferry-server.service'), path.join(folder, 'ferry-server.service'));
  writeFileSync(path.join(folder, 'README.txt'), readme(version));
  writeFileSync(path.join(folder, 'package.json'), packageJson(version));

  const archive = `${folder}.tar.gz`;
  execFileSync('tar', ['--create', '--gzip', '--file', archive, '--directory', into, name]);
  return { folder, archive, bytes: sizeOf(folder) };
}

/** What better-sqlite3 needs at run time: its JavaScript and one binary. Returns the folders of the packages. */
function copyNative(folder: string, platform: ServerPlatform): string[] {
  const source = path.join(projectFolder, 'node_modules', NATIVE);
  const target = path.join(folder, 'node_modules', NATIVE);
  for (const part of ['package.json', 'LICENSE', 'lib', `prebuilds/${platform}.node`])
    cpSync(path.join(source, part), path.join(target, part), { recursive: true });
  return [source];
}

function packageJson(version: string): string {
  const { engines } = readJson<{ engines: { node: string } }>(
    path.join(projectFolder, 'node_modules', NATIVE, 'package.json'),
  );
  const facts = { name: 'ferry-server', version, private: true, type: 'module', license: 'MIT', engines };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

const readme = (version: string): string => `Ferry sync server ${version}

Needs Node 22.14 or newer, and nothing else.

  node ${PROGRAM} --help
  node ${PROGRAM} create-firm --name "Your firm" --owner-name "Your name" --owner-email you@firm.example
  node ${PROGRAM} --host 127.0.0.1 --port 4300

The data is in ferry-server.db in the folder it is started in, or in the file that --db names. Put TLS in front of it:
desks outside this computer connect over https only. ferry-server.service is a systemd unit to adapt.
`;

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}
