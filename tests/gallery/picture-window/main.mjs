// The main process that takes the gallery's pictures: node-less pages in one window, one after the other.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow } from 'electron';

const { pictures, folder, size } = JSON.parse(readFileSync(process.env.FERRY_GALLERY, 'utf8'));
const IS_SETTLED = `new Promise((settled) => {
  let quiet = setTimeout(settled, 400);
  new MutationObserver(() => { clearTimeout(quiet); quiet = setTimeout(settled, 400); })
    .observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
  setTimeout(settled, 8000);
}).then(() => document.getElementById('root').childElementCount)`;

app.on('window-all-closed', () => undefined);
app.whenReady().then(async () => {
  mkdirSync(folder, { recursive: true });
  let empty = 0;
  for (const { name, url } of pictures) {
    const window = new BrowserWindow({ ...size, useContentSize: true, show: true });
    await window.loadURL(url);
    const shown = await window.webContents.executeJavaScript(IS_SETTLED);
    if (shown === 0) empty += 1;
    const image = await window.webContents.capturePage();
    writeFileSync(path.join(folder, `${name}.png`), image.toPNG());
    process.stdout.write(`${name}${shown === 0 ? ' IS EMPTY' : ''}\n`);
    window.destroy();
  }
  app.exit(empty === 0 ? 0 : 1);
});
