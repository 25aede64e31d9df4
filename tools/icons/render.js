// Runs inside Electron: draws an SVG file onto a canvas of the wanted size and writes the PNG.
import { readFileSync, writeFileSync } from 'node:fs';
import { app, BrowserWindow } from 'electron';

const [source, size, target] = process.argv.slice(-3);
const svg = readFileSync(source).toString('base64');

app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await window.loadURL('data:text/html,<title>icon</title>');
  const dataUrl = await window.webContents.executeJavaScript(`(async () => {
    const image = new Image(${size}, ${size});
    image.src = 'data:image/svg+xml;base64,${svg}';
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} });
    canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size});
    return canvas.toDataURL('image/png');
  })()`);
  writeFileSync(target, Buffer.from(dataUrl.split(',')[1], 'base64'));
  app.quit();
});
