import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packagesIn, type ShippedPackage, shippedPackages } from './packages.ts';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const HEAD = `Ferry is made with the work of others. This file names every package in it, with its licence.
Electron brings Chromium and Node.js; their notices lie beside the program (LICENSES.chromium.html).
`;
const SERVER_HEAD = `The Ferry sync server is made with the work of others. This file names every package in it, with its licence.
`;
const LINE = '-'.repeat(80);

/** Writes the licence notices of everything shipped into the build, where the app shows them. */
export function writeNotices(projectFolder: string): void {
  const text = [HEAD, ...shippedPackages(projectFolder).map(noticeOf), fontNotice(projectFolder)].join('\n');
  writeFileSync(path.join(projectFolder, 'dist/third-party-notices.txt'), text);
}

/** The licence notices of a packed server, from the folders of its packages. */
export function serverNotices(folders: readonly string[]): string {
  return [SERVER_HEAD, ...packagesIn(folders).map(noticeOf)].join('\n');
}

/** The font is no package: its files lie in the renderer, with their licence. */
function fontNotice(projectFolder: string): string {
  const licence = readFileSync(path.join(projectFolder, 'renderer/fonts/LICENSE'), 'utf8').trim();
  return `${LINE}\nInter Variable (OFL-1.1)\n\n${licence}\n`;
}

function noticeOf({ name, version, license, folder }: ShippedPackage): string {
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return `${LINE}\n${headingOf({ name, version })} (${license})\n\n${texts.join('\n\n')}\n`;
}

export const headingOf = ({ name, version }: Pick<ShippedPackage, 'name' | 'version'>) => `${name} ${version}`;
