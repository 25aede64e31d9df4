import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { localTool, projectFolder, runInTerminal } from './child-process.ts';
import { linuxTargets } from './release/linux-targets.ts';
import { preflightProblems } from './release/preflight.ts';
import { readReleaseFacts } from './release/release-facts.ts';
import { runTool } from './run-tool.ts';

const TOOL_TESTS = ['tests/packaging', 'tests/unit/tools/release', 'tests/unit/main/updates'];
/** Suites of tools/test.ts that test the packaged app, its size and its update. */
const PACKED_SUITES = ['build', 'pack', 'packed', 'rehearsal'];
/** Where a check must run, what it is, and the command there. */
const ELSEWHERE = [
  ['the owner', 'keys of the updates', 'npm run release -- keys'],
  ['the owner', 'address of the updates', 'FERRY_UPDATE_URL=https://… npm run release:check'],
  ['Mac and Apple account', 'sign, notarize, staple, ask Gatekeeper', 'npm run release -- build --tag v…'],
  ['Mac', 'the app as it is packed there', 'npm test -- build pack packed'],
  ['Mac', '"Restart and install", first opening', 'docs/releasing.md, "The first beta"'],
  ['Windows and certificate', 'sign the installer, ask Windows', 'npm run release -- build --tag v…'],
  ['Windows', 'the app as it is packed there', 'npm test -- build pack packed'],
  ['Windows', 'the installer over an older version', 'docs/releasing.md, "The first beta"'],
  ['GitHub', 'workflows, attestation, protected environment', 'docs/releasing.md, "Once"'],
];
const installerFolder = path.join(projectFolder, 'release/for-tests');
/** Problems only the owner can fix; listed here, but they fail a real release. */
const OF_THE_OWNER = /FERRY_UPDATE_URL is not set|pins no key/;

// npm run release:check: everything about a release that needs neither a Mac nor an account; then lists the rest.
await runTool(async () => {
  const failed: string[] = [];
  const elsewhere = [...ELSEWHERE];
  const facts = await readReleaseFacts({ tag: null, isUnsigned: true });
  const problems = preflightProblems({ ...facts, tag: `v${facts.version}` });
  failed.push(...problems.filter((line) => !OF_THE_OWNER.test(line)));

  // An installer contains the update address; it is not contacted.
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    FERRY_UPDATE_URL: process.env.FERRY_UPDATE_URL ?? 'https://updates.invalid',
  };

  async function check(what: string, command: string, args: readonly string[]): Promise<void> {
    say(`\n── ${what} ──`);
    if ((await runInTerminal(command, args, env)) !== 0) failed.push(what);
  }
  await check('release tools, workflows and updater', localTool('vitest'), ['run', '--project', 'unit', ...TOOL_TESTS]);
  await check('the packed app, and an update of it', process.execPath, ['tools/test.ts', ...PACKED_SUITES]);
  const hasDpkg = ['/usr/bin/dpkg-deb', '/bin/dpkg-deb'].some((file) => existsSync(file));
  for (const target of process.platform === 'linux' ? linuxTargets(process.env, hasDpkg) : []) {
    const { name, missing } = target;
    if (missing === null) {
      await copyPacked();
      Object.assign(env, target.env);
      await check(name, localTool('electron-builder'), installerArgs(name));
      if (name === 'deb') await check('the deb, unpacked', localTool('playwright'), ['test', '--project=deb']);
    } else elsewhere.push(['its tools', `${name} of the packed app`, `${missing}; the release downloads them`]);
  }

  say('\nNot checked here, and what it needs:');
  for (const [needs = '', what = '', command = ''] of elsewhere)
    say(`  - ${needs.padEnd(24)} ${what.padEnd(46)} ${command}`);
  for (const what of failed) say(`✗ ${what}`);
  say(failed.length === 0 ? '✓ everything that can be checked here' : `${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
});

/** electron-builder writes into the folder it makes an installer of, and what was packed is tested as it is. */
async function copyPacked(): Promise<void> {
  await rm(installerFolder, { recursive: true, force: true });
  await cp(path.join(projectFolder, 'release/linux-unpacked'), path.join(installerFolder, 'app'), { recursive: true });
}

/** Packages the test build as an installer in a separate folder: it must not be distributed. */
function installerArgs(target: string): string[] {
  const output = `--config.directories.output=${installerFolder}`;
  return ['--linux', target, '--prepackaged', path.join(installerFolder, 'app'), '--publish', 'never', output];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
