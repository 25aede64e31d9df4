import type { Configuration } from 'electron-builder';

interface ConfigFacts {
  readonly updateKeys: readonly string[];
  readonly isUnsigned: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** What a release adds to electron-builder.yml: update address, trusted keys and signing. */
export function releaseConfig({ updateKeys, isUnsigned, env }: ConfigFacts): Configuration {
  const url = env.FERRY_UPDATE_URL ?? '';
  const publisherName = env.WIN_PUBLISHER_NAME ?? '';
  return {
    publish: { provider: 'generic', url },
    extraMetadata: { ferry: { updates: { url, keys: updateKeys } } },
    forceCodeSigning: !isUnsigned,
    ...(isUnsigned && {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills it in
      artifactName: '${productName}-${version}-unsigned-${os}-${arch}.${ext}',
      mac: { identity: null, notarize: false },
      dmg: { sign: false },
    }),
    ...(!isUnsigned && {
      win: env.AZURE_SIGNING_ENDPOINT
        ? {
            azureSignOptions: {
              publisherName,
              endpoint: env.AZURE_SIGNING_ENDPOINT,
              codeSigningAccountName: env.AZURE_SIGNING_ACCOUNT ?? '',
              certificateProfileName: env.AZURE_SIGNING_PROFILE ?? '',
            },
          }
        : { signtoolOptions: { publisherName } },
    }),
  };
}
