/** A Linux installer, and why it cannot be built on this computer; null if it can. */
export interface LinuxTarget {
  readonly name: 'AppImage' | 'deb';
  readonly missing: string | null;
}

/**
 * electron-builder downloads the tools for these from GitHub. A check must work offline, so it uses only tools that are
 * here; the release itself downloads them.
 */
export function linuxTargets(env: NodeJS.ProcessEnv): LinuxTarget[] {
  const hasFpm = env.USE_SYSTEM_FPM === 'true' || Boolean(env.CUSTOM_FPM_PATH);
  return [
    {
      name: 'AppImage',
      missing: env.APPIMAGE_TOOLS_PATH
        ? null
        : 'APPIMAGE_TOOLS_PATH, a folder with mksquashfs and the AppImage runtime',
    },
    { name: 'deb', missing: hasFpm ? null : 'USE_SYSTEM_FPM=true with fpm installed (gem install fpm)' },
  ];
}
