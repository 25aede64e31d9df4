import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.join(import.meta.dirname, '../..');
const configText = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
const validate = compileBuilderSchema();

describe('electron-builder.yml', () => {
  it("is valid against electron-builder's own schema", () => {
    expect(problemsOf(parse(configText))).toEqual([]);
  });

  it.each([
    ['a misspelt option', 'hardenedRuntime:', 'hardendRuntime:'],
    ['a misspelt fuse', 'runAsNode:', 'runAsNod:'],
    ['a value of the wrong kind', 'notarize: true', 'notarize: soon'],
    ['a target that does not exist', 'target: nsis', 'target: { name: nsis }'],
  ])('would not be valid with %s', (_what, right, wrong) => {
    expect(configText).toContain(right);
    expect(problemsOf(parse(configText.replace(right, wrong)))).not.toEqual([]);
  });

  it('names only files of ours that exist', () => {
    const { artifactBuildCompleted, mac, directories } = parse(configText);
    const named = [artifactBuildCompleted, mac.entitlements, mac.entitlementsInherit];
    const icon = `${directories.buildResources}/icon.png`;
    expect([...named, icon].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

describe('what is shipped', () => {
  const { mac, electronFuses, dmg, nsis, linux, executableName } = parse(configText);

  it('is hardened and notarized on macOS', () => {
    expect(mac).toMatchObject({ hardenedRuntime: true, notarize: true });
  });

  it('may do no more on macOS than compile JavaScript', () => {
    const entitlements = readFileSync(path.join(root, mac.entitlements), 'utf8');
    expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map((match) => match[1])).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });

  it('has the fuses set that keep other code out', () => {
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('signs the DMG, which is then notarized, and does not measure it before it is stapled', () => {
    expect(dmg).toMatchObject({ sign: true, writeUpdateInfo: false });
  });

  it('has an icon on Linux in the sizes that a desktop looks for, of which 1024 is none', () => {
    const sizes = readdirSync(path.join(root, linux.icon)).map((name) => /^(\d+)x\1\.png$/.exec(name)?.[1]);
    expect(sizes).toEqual(expect.arrayContaining(['16', '32', '48', '128', '256', '512']));
  });

  it('is known to a desktop by the name of its entry, so that its windows stand under its icon', () => {
    const { desktopName } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect([desktopName, linux.syncDesktopName]).toEqual([`${executableName}.desktop`, true]);
  });

  it('leaves unsent work on the computer when it is uninstalled', () => {
    expect(nsis.deleteAppDataOnUninstall).toBe(false);
  });
});

/** The schema that electron-builder itself checks its configuration against. */
function compileBuilderSchema() {
  const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  const library = path.dirname(builder.resolve('app-builder-lib/package.json'));
  const schema = JSON.parse(readFileSync(path.join(library, 'scheme.json'), 'utf8'));
  // `typeof` stands for a function, which a YAML file cannot hold.
  const ajv = new Ajv({ strict: false, allErrors: true }).addKeyword({ keyword: 'typeof', validate: () => false });
  return ajv.compile(schema);
}

function problemsOf(config: unknown): string[] {
  validate(config);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
