import path from 'node:path';

/** An installer for Linux. */
export interface LinuxTarget {
  readonly name: 'AppImage' | 'deb';
  /** Why it cannot be built on this computer; null where it can. */
  readonly missing: string | null;
  /** With what it can, beside the variables that are set. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * electron-builder downloads the tools for these from GitHub. A check must work offline, so it uses only tools that are
 * here; the release itself downloads them. For the deb, dpkg-deb
 * is enough: a stand-in for fpm calls it.
 */
export function linuxTargets(env: NodeJS.ProcessEnv, hasDpkg: boolean): LinuxTarget[] {
  const hasFpm = env.USE_SYSTEM_FPM === 'true' || Boolean(env.CUSTOM_FPM_PATH);
  return [
    {
      name: 'AppImage',
      env: {},
      missing: env.APPIMAGE_TOOLS_PATH
        ? null
        : 'APPIMAGE_TOOLS_PATH, a folder with mksquashfs and the AppImage runtime',
    },
    {
      name: 'deb',
      env: hasFpm ? {} : { CUSTOM_FPM_PATH: path.join(import.meta.dirname, 'deb-builder.ts') },
      missing: hasFpm || hasDpkg ? null : 'dpkg-deb, or USE_SYSTEM_FPM=true with fpm installed (gem install fpm)',
    },
  ];
}
