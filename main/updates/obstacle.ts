import type { UpdateObstacle } from '#app/contract/updates.ts';
import type { FeedFile } from './feed.ts';

interface Environment {
  isPackaged: boolean;
  hasFeed: boolean;
  platform: NodeJS.Platform;
  /** Linux: the running file, if it is an AppImage. */
  appImage: string | undefined;
  /** Linux: the package type electron-builder writes for a package manager. */
  packageType: string | null;
  /** macOS */
  isInApplications: boolean;
  canWrite: (file: string) => boolean;
}

/** Why this copy of the app cannot update itself; null if it can. */
export function updateObstacle(environment: Environment): UpdateObstacle | null {
  const { isPackaged, hasFeed, platform, appImage, packageType, isInApplications, canWrite } = environment;
  if (!isPackaged) return 'development';
  if (!hasFeed) return 'noFeed';
  if (platform === 'darwin') return isInApplications ? null : 'notInApplications';
  if (platform !== 'linux' || packageType === 'deb') return null;
  if (appImage === undefined) return 'notInstalled';
  return canWrite(appImage) ? null : 'readOnlyPlace';
}

/** The kind of file that replaces this copy of the app. */
export function updateTarget(platform: NodeJS.Platform, packageType: string | null): FeedFile['target'] {
  if (platform === 'darwin') return 'zip';
  if (platform === 'win32') return 'nsis';
  return packageType === 'deb' ? 'deb' : 'AppImage';
}
