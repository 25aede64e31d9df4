import type { ElectronRuntime } from './electron-runtime/index.ts';

/** The target of a build: the shipped Electron, or the fallback runtime for development. */
export type BuildPurpose = 'shipped' | 'fallback';

export function buildPurpose({ kind }: Pick<ElectronRuntime, 'kind'>): BuildPurpose {
  return kind === 'fallback' ? 'fallback' : 'shipped';
}

export interface BuildTargets {
  node?: string;
  chrome?: string;
}

/**
 * The language level of a build. By default electron-vite uses the shipped `electron` of package.json; the fallback
 * runtime is Electron 33, with Node 20 and Chrome 130, see tools/electron-runtime.
 */
export function buildTargets(purpose: BuildPurpose): BuildTargets {
  return purpose === 'fallback' ? { node: 'node20', chrome: 'chrome130' } : {};
}
