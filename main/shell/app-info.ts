import type { OperationOutput } from '#app/contract/operations.ts';

interface AppInfoDeps {
  version: string;
  platform: NodeJS.Platform;
  language: string;
  region: string;
  /** `--server`, else the server last signed in to. */
  defaultServer: () => string | null;
  deviceId: () => string;
  dataFolder: string;
}

export function createAppInfo(deps: AppInfoDeps): () => OperationOutput<'getAppInfo'> {
  const { defaultServer, deviceId, ...fixed } = deps;
  return () => ({ ...fixed, defaultServer: defaultServer(), deviceId: deviceId() });
}
