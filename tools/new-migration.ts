import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ferrySchema } from '#app/schema/index.ts';
import { SCHEMA_FINGERPRINT } from '#app/schema/version.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { projectFolder, runInTerminal } from './child-process.ts';
import { say } from './electron-runtime/progress.ts';
import { type EntityMigration, migrationFor, migrationText } from './migrations/migration-for.ts';
import { fingerprintOf, versionFile } from './migrations/schema-version.ts';
import { runTool } from './run-tool.ts';

// npm run new:migration [-- name]: after a change in app/schema, writes the client migration, increments the schema
// version and updates the API document. With --check it only reports what is missing.
const folder = path.join(projectFolder, 'migrations/client');
const noLog = { debug() {}, info() {}, warn() {}, error() {} };

await runTool(async () => {
  const known = readMigrations(folder);
  const connection = openConnection({ file: ':memory:', migrations: known, log: noLog });
  const migrations = migrationFor(connection, ferrySchema);
  connection.close();
  const fingerprint = fingerprintOf(ferrySchema);
  const isNewVersion = fingerprint !== SCHEMA_FINGERPRINT;
  if (migrations.length === 0 && !isNewVersion) {
    say('Schema, migrations and schema version agree.');
    return 0;
  }
  const [first, ...rest] = process.argv.slice(2);
  if (first === '--check' || rest.length > 0) {
    say(rest.length > 0 ? 'Give one name at most.' : missing(migrations, isNewVersion));
    return 1;
  }
  if (migrations.length > 0) {
    const number = String(known.length + 1).padStart(4, '0');
    const file = path.join(folder, `${number}-${fileName(first ?? nameOf(migrations))}.sql`);
    await writeFile(file, migrationText(migrations));
    say(`${path.relative(projectFolder, file)} written.`);
  }
  if (isNewVersion) {
    const version = ferrySchema.version + 1;
    await writeFile(path.join(projectFolder, 'app/schema/version.ts'), versionFile(version, fingerprint));
    say(`Schema version ${version}.`);
  }
  return await runInTerminal(process.execPath, [path.join(projectFolder, 'server/openapi/write.ts')]);
});

function missing(migrations: readonly EntityMigration[], isNewVersion: boolean): string {
  const tables = migrations.map(({ table }) => table).join(', ');
  return [
    ...(tables === '' ? [] : [`The migrations do not fit the schema of ${tables}.`]),
    ...(isNewVersion ? ['The schema changed without its version.'] : []),
    'Run npm run new:migration.',
  ].join(' ');
}

function nameOf(migrations: readonly EntityMigration[]): string {
  return migrations.map(({ table, isNew }) => `${isNew ? 'add' : 'change'}-${table}`).join('-');
}

function fileName(words: string): string {
  return words.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
