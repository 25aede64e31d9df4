import type { ElectronRuntime } from './electron-runtime/index.ts';

/** What a build is for: the Electron that is shipped, or the fallback runtime of development. */
export type BuildPurpose = 'shipped' | 'fallback';

export function buildPurpose({ kind }: Pick<ElectronRuntime, 'kind'>): BuildPurpose {
  return kind === 'fallback' ? 'fallback' : 'shipped';
}

export interface BuildTargets {
  node?: string;
  chrome?: string;
}

/**
 * The language level of a build. Without a target, electron-vite takes that of the `electron` in package.json, which is
 * the one shipped; the fallback runtime is Electron 33, with Node 20 and Chrome 130, see tools/electron-runtime.
 */
export function buildTargets(purpose: BuildPurpose): BuildTargets {
  return purpose === 'fallback' ? { node: 'node20', chrome: 'chrome130' } : {};
}
