import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runCommand } from './run-command.ts';

const require = createRequire(import.meta.url);
const packageFile = require.resolve('better-sqlite3/package.json');
const sources = path.dirname(packageFile);
const nodeApiHeaders = path.join(path.dirname(require.resolve('node-api-headers/package.json')), 'include');

/** The version of better-sqlite3 in node_modules. */
export async function sqliteVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string };
  return version;
}

/**
 * Compiles better-sqlite3 for a Node-API 9 runtime into `outputFile`, with the options of its binding.gyp and our
 * header. Calling the compiler directly needs neither Python nor the headers of a particular Node version.
 * @throws with the compiler's last lines
 */
export async function compileSqliteAddon(workFolder: string, outputFile: string): Promise<void> {
  const sqliteObject = path.join(workFolder, 'sqlite3.o');
  const addonObject = path.join(workFolder, 'better_sqlite3.o');
  const sqliteFolder = path.join(sources, 'deps/sqlite3');
  const addonApi = path.dirname(createRequire(packageFile).resolve('node-addon-api/package.json'));
  const common = ['-w', '-O3', '-fPIC', '-DNDEBUG', `-I${sqliteFolder}`];
  const sqliteDefines = await readSqliteDefines();

  await Promise.all([
    runCommand('gcc', [
      ...['-c', '-std=c99', ...common, ...sqliteDefines],
      ...[path.join(sqliteFolder, 'sqlite3.c'), '-o', sqliteObject],
    ]),
    runCommand('g++', [
      ...['-c', '-std=c++20', ...common, '-fvisibility=hidden', '-fvisibility-inlines-hidden'],
      ...['-DNAPI_VERSION=9', '-DNAPI_DISABLE_CPP_EXCEPTIONS', '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS'],
      ...['-DNODE_GYP_MODULE_NAME=better_sqlite3', '-DBUILDING_NODE_EXTENSION'],
      ...[`-I${nodeApiHeaders}`, `-I${addonApi}`],
      ...['-include', path.join(import.meta.dirname, 'node-api-9.h')],
      ...[path.join(sources, 'src/better_sqlite3.cpp'), '-o', addonObject],
    ]),
  ]);
  await runCommand('g++', [
    ...['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', addonObject, sqliteObject],
    ...['-ldl', '-lpthread', '-lm', '-o', outputFile],
  ]);
}

/** SQLite's compile-time options are in a GYP file, of which only the quoted strings of one list matter. */
async function readSqliteDefines(): Promise<string[]> {
  const gyp = await readFile(path.join(sources, 'deps/defines.gypi'), 'utf8');
  const names = [...gyp.matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g)].map((match) => `-D${match[1]}`);
  if (!names.includes('-DSQLITE_ENABLE_FTS5')) throw new Error('better-sqlite3 keeps its SQLite options elsewhere now');
  return names;
}
