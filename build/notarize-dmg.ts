import { type NotaryToolCredentials, notarize } from '@electron/notarize';

/** The part of electron-builder's ArtifactCreated that this step reads. */
interface Artifact {
  readonly file: string;
}

/**
 * electron-builder notarizes and staples the app; this does the same to the DMG around it, so that its first opening is
 * accepted without a network. Called for every artifact, before it is published.
 */
export async function artifactBuildCompleted({ file }: Artifact): Promise<void> {
  const plan = planNotarization(file, process.platform, process.env);
  if (plan.kind === 'notApplicable') return;
  if (plan.kind === 'refuse') throw new Error(`${file} cannot be notarized: ${plan.reason}`);
  if (plan.kind === 'unsigned') {
    process.stdout.write(`  • DMG not notarized: a rehearsal  file=${file}\n`);
    return;
  }
  process.stdout.write(`  • notarizing and stapling  file=${file}\n`);
  await notarize({ appPath: file, ...plan.credentials });
}

type Plan =
  | { readonly kind: 'notApplicable' }
  /** A rehearsal (`npm run release -- build --unsigned`), whose files say so in their names. */
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'notarize'; readonly credentials: NotaryToolCredentials };

/** What to do with an artifact on this platform with these variables; they are the ones electron-builder reads itself. */
export function planNotarization(file: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Plan {
  if (!file.endsWith('.dmg')) return { kind: 'notApplicable' };
  if (env.FERRY_UNSIGNED === '1') return { kind: 'unsigned' };
  if (platform !== 'darwin') return { kind: 'refuse', reason: 'only macOS can notarize' };
  const credentials = readCredentials(env);
  if (credentials) return { kind: 'notarize', credentials };
  const wanted = 'APPLE_API_KEY with APPLE_API_KEY_ID, APPLE_ID with its password and team, or APPLE_KEYCHAIN_PROFILE';
  return { kind: 'refuse', reason: `no credentials in the environment: set ${wanted}` };
}

function readCredentials(env: NodeJS.ProcessEnv): NotaryToolCredentials | null {
  const { APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER } = env;
  if (APPLE_API_KEY && APPLE_API_KEY_ID) {
    const issuer = APPLE_API_ISSUER ? { appleApiIssuer: APPLE_API_ISSUER } : {};
    return { appleApiKey: APPLE_API_KEY, appleApiKeyId: APPLE_API_KEY_ID, ...issuer };
  }
  const { APPLE_ID, APPLE_APP_SPECIFIC_PASSWORD, APPLE_TEAM_ID } = env;
  if (APPLE_ID && APPLE_APP_SPECIFIC_PASSWORD && APPLE_TEAM_ID) {
    return { appleId: APPLE_ID, appleIdPassword: APPLE_APP_SPECIFIC_PASSWORD, teamId: APPLE_TEAM_ID };
  }
  const { APPLE_KEYCHAIN, APPLE_KEYCHAIN_PROFILE } = env;
  if (APPLE_KEYCHAIN_PROFILE) {
    return { keychainProfile: APPLE_KEYCHAIN_PROFILE, ...(APPLE_KEYCHAIN && { keychain: APPLE_KEYCHAIN }) };
  }
  return null;
}
