import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { removeFileIfAny, writeFileAtomically } from './atomic-file.ts';

interface AutostartDeps {
  /** `$XDG_CONFIG_HOME` or its default. */
  configFolder: string;
  /** The program to start: an AppImage's own file, since its mount point changes. */
  program: string;
}

/** Linux has no login items: desktops start the files in a folder (XDG autostart specification). */
export function createAutostart({ configFolder, program }: AutostartDeps): (isOn: boolean) => void {
  const file = path.join(configFolder, 'autostart', 'ferry.desktop');
  return (isOn) => {
    if (!isOn) return removeFileIfAny(file);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileAtomically(file, entryOf(program));
  };
}

function entryOf(program: string): string {
  // Exec requires these to be escaped within quotes, and percent signs doubled.
  const quoted = program
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Ferry',
    `Exec="${quoted}" --hidden`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
