import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { removeFileIfAny, writeFileAtomically } from './atomic-file.ts';

interface AutostartDeps {
  /** `$XDG_CONFIG_HOME`, or where that is by default. */
  configFolder: string;
  /** What is started: the AppImage if it is one, since the program inside of it lies elsewhere each time. */
  program: string;
}

/** Linux knows no login items: desktops start what lies in a folder (the XDG autostart specification). */
export function createAutostart({ configFolder, program }: AutostartDeps): (isOn: boolean) => void {
  const file = path.join(configFolder, 'autostart', 'ferry.desktop');
  return (isOn) => {
    if (!isOn) return removeFileIfAny(file);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileAtomically(file, entryOf(program));
  };
}

function entryOf(program: string): string {
  // Within the quotes of Exec these are escaped, and a percent sign is doubled.
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
