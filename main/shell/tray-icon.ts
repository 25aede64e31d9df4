/// <reference types="electron-vite/node" />
import { type NativeImage, nativeImage } from 'electron';
import colourIcon from '../icons/tray.png?asset';
import templateIcon from '../icons/tray-template.png?asset';
import templateIconTwice from '../icons/tray-template-2x.png?asset';

/** macOS recolours a black template image; elsewhere the icon has its own colour. */
export function trayIcon(platform: NodeJS.Platform): NativeImage {
  if (platform !== 'darwin') return nativeImage.createFromPath(colourIcon);
  const image = nativeImage.createFromPath(templateIcon);
  image.addRepresentation({ scaleFactor: 2, buffer: nativeImage.createFromPath(templateIconTwice).toPNG() });
  image.setTemplateImage(true);
  return image;
}
