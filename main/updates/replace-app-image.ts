import { chmod, copyFile, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces the running AppImage; the process continues from its open file. Keeps the file name, because menus and
 * autostart entries refer to it. Atomic, even on power loss.
 */
export async function replaceAppImage(appImage: string, downloaded: string): Promise<void> {
  const beside = path.join(path.dirname(appImage), `.${path.basename(appImage)}.new`);
  try {
    await copyFile(downloaded, beside);
    await chmod(beside, 0o755);
    const file = await open(beside, 'r+');
    await file.sync();
    await file.close();
    await rename(beside, appImage);
  } catch (thrown) {
    await rm(beside, { force: true });
    throw thrown;
  }
}
