import { chmod, copyFile, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Puts a downloaded AppImage in the place of the one that runs, which goes on running from the file it has open. The file
 * keeps its name, since menus and autostart entries point to it. A power cut leaves the old one or the new one, whole.
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
