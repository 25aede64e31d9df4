import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** GNOME's keyring on a session bus of its own; where it is not installed, the unit tests of the credentials stand in. */
export const hasKeyring =
  process.platform === 'linux' && ['/usr/bin/dbus-daemon', '/usr/bin/gnome-keyring-daemon'].every(existsSync);

export interface Keyring {
  /** To be laid over the environment of what shall find the keyring. */
  env: Record<string, string>;
  dispose(): Promise<void>;
}

/** Starts an unlocked keyring that keeps its secrets in a folder of its own. */
export async function startKeyring(): Promise<Keyring> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ferry-keyring-'));
  const runtimeFolder = path.join(folder, 'run');
  await mkdir(runtimeFolder, { mode: 0o700 });
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus);
  const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtimeFolder };
  const daemon = spawn('gnome-keyring-daemon', ['--unlock', '--foreground', '--components=secrets'], {
    env: { ...process.env, ...env, HOME: folder, XDG_DATA_HOME: folder },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end('password of the keyring');
  while (!(await isOnBus(env))) if (daemon.exitCode !== null) throw new Error('The keyring ended before it was ready.');
  return {
    env,
    async dispose() {
      for (const child of [daemon, bus]) {
        child.kill();
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The bus answers at once, so asking again and again waits for no longer than the keyring takes. */
async function isOnBus(env: Record<string, string>): Promise<boolean> {
  const method = 'org.freedesktop.DBus.NameHasOwner';
  const args = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/', method];
  const asked = spawn('dbus-send', [...args, 'string:org.freedesktop.secrets'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return (await firstLine(asked)).includes('true');
}

async function firstLine({ stdout }: Pick<ChildProcess, 'stdout'>): Promise<string> {
  if (stdout === null) throw new Error('Nothing is read from this process.');
  const [line] = await once(createInterface({ input: stdout }), 'line');
  return String(line);
}
