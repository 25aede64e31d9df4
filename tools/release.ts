import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from './child-process.ts';
import { notesOf } from './release/changelog.ts';
import { type ChannelFeeds, changeRollout, feedFilesIn, haltRelease, offerRelease } from './release/channel-files.ts';
import { writeChecksums } from './release/checksums.ts';
import { readChannelFiles, writeChannelFiles } from './release/feed-folder.ts';
import { signingKeyProblems } from './release/preflight.ts';
import { packageVersion, readUpdateKeys, UPDATE_KEYS_FILE } from './release/release-facts.ts';
import { createUpdateKeys } from './release/sign-feed.ts';
import { runTool } from './run-tool.ts';

const HELP = `npm run release -- COMMAND

  keys                      makes a pair of keys; shows the private one once, adds the public one to build/update-keys.json
  build --tag v1.2.3        builds, signs, notarizes and checks the installers of this platform into release/
        --unsigned          a rehearsal: nothing is signed, and every file says so in its name
  checksums --files DIR     writes SHA256SUMS over the files of a release
  offer --files DIR         signs channel files that offer the files in DIR, to --rollout PERCENT of the desks (10)
  rollout PERCENT           signs channel files again that offer the same version to more desks
  halt                      calls the version back: nobody is offered it, nobody installs it who has downloaded it
  supersede --files DIR     offers a higher version to everyone at once, in the place of one that was halted
  notes                     prints what CHANGELOG.md says about this version

  --channels DIR            where the channel files lie and are written (release/channels); take the published ones there first
  --pinned FILE             where the public keys lie (build/update-keys.json); another file only in a rehearsal
  --without COMPUTERS       of an offer: leaves these without updates, such as win32-x64-nsis,linux-arm64-deb
  --version VERSION         of what is rolled out or halted, if it is not the one in package.json
`;

const options = {
  tag: { type: 'string' },
  unsigned: { type: 'boolean', default: false },
  files: { type: 'string', default: path.join(projectFolder, 'release') },
  channels: { type: 'string', default: path.join(projectFolder, 'release/channels') },
  pinned: { type: 'string', default: UPDATE_KEYS_FILE },
  rollout: { type: 'string', default: '10' },
  version: { type: 'string' },
  without: { type: 'string', default: '' },
} as const;

// npm run release -- COMMAND: builds installers from a tag and publishes them; see docs/releasing.md.
await runTool(async () => {
  const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  const [command, argument] = positionals;
  const version = values.version ?? (await packageVersion());
  switch (command) {
    case 'keys':
      return makeKeys(values.pinned);
    case 'build': {
      const { buildRelease } = await import('./release/build-release.ts');
      const built = await buildRelease({ tag: values.tag ?? null, isUnsigned: values.unsigned });
      return say(...built);
    }
    case 'checksums':
      return say(await writeChecksums(values.files));
    case 'notes':
      return say((await readNotes('CHANGELOG.md', version)) ?? '');
    case 'offer':
      return sign(values, (before, nowMs) => offer(before, nowMs, percentFrom(values.rollout)));
    case 'supersede':
      return sign(values, (before, nowMs) => offer(before, nowMs, 100));
    case 'rollout':
      return sign(values, (before, nowMs) => changeRollout(before, version, percentFrom(argument), nowMs));
    case 'halt':
      return sign(values, (before, nowMs) => haltRelease(before, version, nowMs));
    default:
      process.stderr.write(HELP);
      return command === undefined || command === 'help' ? 0 : 1;
  }

  async function offer(before: ChannelFeeds, nowMs: number, rolloutPercent: number): Promise<ChannelFeeds> {
    const files = await feedFilesIn(values.files, version);
    if (files.length === 0) throw new Error(`${values.files} has no installer of ${version}`);
    const en = await readNotes('CHANGELOG.md', version);
    if (en === null) throw new Error(`CHANGELOG.md has nothing about ${version}`);
    const de = await readNotes('CHANGELOG.de.md', version);
    const notes = de === null ? { en } : { en, de };
    const without = values.without.split(',');
    return offerRelease(before, { version, files, notes, rolloutPercent, without }, nowMs);
  }
});

/** Checks the key and the existing files before signing anything. */
async function sign(
  { channels, pinned }: { channels: string; pinned: string },
  next: (before: ChannelFeeds, nowMs: number) => ChannelFeeds | Promise<ChannelFeeds>,
): Promise<number> {
  const updateKeys = await readUpdateKeys(pinned);
  const privateKey = process.env.FERRY_UPDATE_PRIVATE_KEY;
  const [problem] = signingKeyProblems(privateKey, updateKeys);
  if (problem !== undefined || privateKey === undefined) throw new Error(problem);
  const before = await readChannelFiles(channels, updateKeys);
  const after = await next(before, Date.now());
  for (const { channel, version, rolloutPercent, isHalted } of Object.values(after)) {
    say(`${channel}: ${version}, ${isHalted ? 'halted' : `offered to ${rolloutPercent} of 100 desks`}`);
  }
  return say(...(await writeChannelFiles(channels, after, [privateKey])).map((name) => path.join(channels, name)));
}

async function makeKeys(file: string): Promise<number> {
  const name = path.relative(projectFolder, file);
  const known = await readUpdateKeys(file);
  if (known.length >= 2) throw new Error(`${name} pins two keys: remove the one that is not in use any more first`);
  const { publicKey, privateKey } = createUpdateKeys();
  await writeFile(file, `${JSON.stringify({ keys: [...known, publicKey] }, null, 2)}\n`);
  return say(
    `${name} pins ${publicKey} from the next release on. Commit it.`,
    'The private key is shown this once. Keep it as the secret FERRY_UPDATE_PRIVATE_KEY of the release environment:',
    privateKey,
  );
}

async function readNotes(name: string, version: string): Promise<string | null> {
  const file = path.join(projectFolder, name);
  return existsSync(file) ? notesOf(await readFile(file, 'utf8'), version) : null;
}

function percentFrom(text: string | undefined): number {
  const percent = Number(text);
  // Not left to Number: it reads an empty field, as a form has it, as 0.
  if (!/^\d+(\.\d+)?$/.test(text ?? '') || percent > 100) throw new Error('How many of a hundred desks? 0 to 100');
  return percent;
}

function say(...lines: string[]): 0 {
  for (const line of lines) process.stdout.write(`${line}\n`);
  return 0;
}
