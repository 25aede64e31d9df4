// What an Electron executable runs when no app is packed into it: it opens the app folder named on the command line.
// The fallback runtime comes without one. Playwright passes `-r FILE` before the folder.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, dialog } from 'electron';

const { appArgument, preloads } = readArguments(process.argv.slice(1));
const require = createRequire(import.meta.url);
for (const file of preloads) require(path.resolve(file));

if (!appArgument) {
  process.stderr.write('usage: electron [-r FILE] APP_FOLDER [--switch …]\n');
  app.exit(2);
} else {
  await open(path.resolve(appArgument));
}

function readArguments(args) {
  const preloads = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at];
    if (argument === '-r' || argument === '--require') {
      at += 1;
      preloads.push(args[at]);
    } else if (!argument.startsWith('-')) {
      return { appArgument: argument, preloads };
    }
  }
  return { appArgument: undefined, preloads };
}

async function open(folder) {
  try {
    const {
      name,
      productName,
      version,
      main = 'index.js',
    } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    app.setName(productName ?? name);
    if (version) app.setVersion(version);
    app.setAppPath(folder);
    await import(pathToFileURL(path.resolve(folder, main)).href);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    if (process.env.DISPLAY) dialog.showErrorBox('The app could not be opened', String(error));
    app.exit(1);
  }
}
