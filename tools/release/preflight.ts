import { publicKeyFrom } from '../../main/updates/feed.ts';
import { changelogProblems, notesOf } from './changelog.ts';
import { publicKeyOf } from './sign-feed.ts';

export interface ReleaseFacts {
  /** Of package.json. */
  readonly version: string;
  /** The tag being released, `v1.2.3`; null for none, as in a rehearsal. */
  readonly tag: string | null;
  readonly changelog: string;
  /** Raw public keys that the app will trust. */
  readonly updateKeys: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** What is in the file that APPLE_API_KEY names; null where there is none. */
  readonly notaryKey: string | null;
  /** A rehearsal: nothing is signed, and every file name says so. */
  readonly isUnsigned: boolean;
}

/** One line per reason not to release; none if ready. */
export function preflightProblems(facts: ReleaseFacts): string[] {
  const { isUnsigned, platform, env } = facts;
  const problems = [
    ...versionProblems(facts),
    ...changelogProblems(facts.changelog).map((line) => `CHANGELOG.md: ${line}`),
  ];
  problems.push(...feedProblems(facts));
  if (isUnsigned) return problems;
  if (platform === 'darwin') problems.push(...appleProblems(facts));
  if (platform === 'win32') problems.push(...windowsProblems(env));
  return problems;
}

function versionProblems({ version, tag, changelog, isUnsigned }: ReleaseFacts): string[] {
  const problems: string[] = [];
  if (!/^\d+\.\d+\.\d+(-beta\.\d+)?$/.test(version))
    problems.push(`package.json: ${version} is not a version such as 1.2.3 or 1.2.3-beta.1`);
  if (tag === null && !isUnsigned) problems.push('No tag: a release is made from a tag (--tag v1.2.3)');
  if (tag !== null && tag !== `v${version}`)
    problems.push(`The tag ${tag} is not v${version}, the version of package.json`);
  if (notesOf(changelog, version) === null) problems.push(`CHANGELOG.md has nothing about ${version}`);
  return problems;
}

function feedProblems({ env, updateKeys }: ReleaseFacts): string[] {
  const problems: string[] = [];
  const { FERRY_UPDATE_URL: url } = env;
  if (!url) problems.push('FERRY_UPDATE_URL is not set: the https address of the folder that updates come from');
  else if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
    problems.push(`FERRY_UPDATE_URL is not https: ${url}`);
  else if (new URL(url).search !== '' || new URL(url).username !== '')
    problems.push('FERRY_UPDATE_URL is more than the address of a folder');
  if (updateKeys.length === 0) problems.push('build/update-keys.json pins no key: npm run release -- keys');
  if (updateKeys.length > 2) problems.push('build/update-keys.json pins more than the key in use and the next one');
  for (const key of updateKeys)
    if (!isPublicKey(key)) problems.push(`build/update-keys.json: ${key} is no Ed25519 public key`);
  return problems;
}

/** @returns one line per reason why this private key may not sign a feed for an app with these public keys */
export function signingKeyProblems(privateKey: string | undefined, updateKeys: readonly string[]): string[] {
  if (!privateKey)
    return ['FERRY_UPDATE_PRIVATE_KEY is not set: the secret that npm run release -- keys has shown once'];
  try {
    const isPinned = updateKeys.includes(publicKeyOf(privateKey));
    return isPinned ? [] : ['FERRY_UPDATE_PRIVATE_KEY belongs to none of the keys in build/update-keys.json'];
  } catch {
    return ['FERRY_UPDATE_PRIVATE_KEY is no Ed25519 key in base64 (PKCS#8)'];
  }
}

function isPublicKey(key: string): boolean {
  try {
    publicKeyFrom(key);
    return Buffer.from(key, 'base64').length === 32;
  } catch {
    return false;
  }
}

/**
 * Each way to notarize must be configured completely or not at all; a partial one is a mistake. APPLE_API_ISSUER
 * belongs to a team key; a personal key has none.
 */
const NOTARY = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
] as const;

function appleProblems({ env, notaryKey }: ReleaseFacts): string[] {
  const problems: string[] = [];
  const isSet = (name: string) => Boolean(env[name]);
  for (const names of NOTARY) {
    const missing = names.filter((name) => !isSet(name));
    if (missing.length > 0 && missing.length < names.length)
      problems.push(`${missing.join(', ')} missing beside ${names.filter(isSet).join(', ')}`);
  }
  if (isSet('APPLE_API_KEY') && !notaryKey?.includes('PRIVATE KEY'))
    problems.push(`APPLE_API_KEY: ${env.APPLE_API_KEY} is no private key of App Store Connect (a .p8 file)`);
  const isWhole = NOTARY.some((names) => names.every(isSet)) || isSet('APPLE_KEYCHAIN_PROFILE');
  if (!isWhole)
    problems.push(
      `No way to the notary: set ${NOTARY.map((names) => names.join(', ')).join('; or ')}; or APPLE_KEYCHAIN_PROFILE`,
    );
  if (!isSet('CSC_LINK') && !isSet('CSC_NAME'))
    problems.push(
      'No Developer ID certificate: set CSC_LINK and CSC_KEY_PASSWORD, or CSC_NAME for one in the keychain',
    );
  if (isSet('CSC_LINK') && !isSet('CSC_KEY_PASSWORD')) problems.push('CSC_KEY_PASSWORD missing beside CSC_LINK');
  if (env.CSC_IDENTITY_AUTO_DISCOVERY === 'false')
    problems.push('CSC_IDENTITY_AUTO_DISCOVERY=false would leave the app unsigned');
  return problems;
}

const AZURE = [
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_SIGNING_ENDPOINT',
  'AZURE_SIGNING_ACCOUNT',
  'AZURE_SIGNING_PROFILE',
];

function windowsProblems(env: NodeJS.ProcessEnv): string[] {
  const problems: string[] = [];
  const missing = AZURE.filter((name) => !env[name]);
  const isAzure = missing.length === 0;
  if (!isAzure && missing.length < AZURE.length)
    problems.push(`${missing.join(', ')} missing for Azure Trusted Signing`);
  if (!isAzure && !(env.WIN_CSC_LINK && env.WIN_CSC_KEY_PASSWORD)) {
    problems.push(`No way to sign: set WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD, or ${AZURE.join(', ')}`);
  }
  if (!env.WIN_PUBLISHER_NAME)
    problems.push('WIN_PUBLISHER_NAME is not set: installed apps accept an installer by the name in its certificate');
  return problems;
}
