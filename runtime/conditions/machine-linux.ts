/** Linux, by /sys, /proc and logind. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { basename, join } from 'node:path';
import type { Clock } from '../clock.ts';
import { onFolderEvents } from './folder-events.ts';
import { freeBytes } from './free-bytes.ts';
import { hasAddress } from './interfaces.ts';
import { parseMounts, unescapeUdev, type Mount } from './mount-table.ts';
import { mountedDevice } from './mount-point.ts';
import type { Machine, PowerReading, Volume } from './ports.ts';
import { judgeSupplies, type Supply } from './power-supply.ts';
import { answers } from './reach.ts';
import type { RunProgram } from './run-program.ts';

export interface LinuxOptions {
  readonly run: RunProgram;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  /** Stands before /sys, /proc and /dev. */
  readonly root?: string | undefined;
  /** What is mounted at a path: see `mountedDevice`. */
  readonly device?: ((path: string) => Promise<number | undefined>) | undefined;
}

export function createLinuxMachine(options: LinuxOptions): Machine {
  const { run, clock, env, root = '', device = mountedDevice } = options;

  async function power(): Promise<PowerReading> {
    const folder = join(root, '/sys/class/power_supply');
    const [names, profile] = await Promise.all([
      readdir(folder).catch(ifMissing([])),
      textOf(join(root, '/sys/firmware/acpi/platform_profile')),
    ]);
    const supplies = await Promise.all(names.map((name) => readSupply(join(folder, name))));
    // A machine without profiles has no low-power mode and so is not in it.
    return { ...judgeSupplies(supplies), lowPower: profile === 'low-power' };
  }

  async function volumes(): Promise<Volume[]> {
    const [table, byUuid, byLabel] = await Promise.all([
      readFile(join(root, '/proc/self/mountinfo'), 'utf8'),
      namesOfDevices(join(root, '/dev/disk/by-uuid')),
      namesOfDevices(join(root, '/dev/disk/by-label')),
    ]);
    const found = await Promise.all(
      parseMounts(table).map(async (mount): Promise<Volume | undefined> => {
        if ((await device(mount.path)) === undefined) return undefined;
        const node = await nodeOf(mount);
        return {
          name: basename(mount.path),
          label: byLabel.get(node),
          uuid: byUuid.get(node),
          path: mount.path,
        };
      }),
    );
    return found.filter((volume) => volume !== undefined);
  }

  return {
    power,
    volumes,
    network: (target) =>
      target === undefined ? Promise.resolve(hasAddress(networkInterfaces())) : answers(target),
    freeBytes,
    async idleMs() {
      const session = env['XDG_SESSION_ID'] ?? 'self';
      try {
        const text = await run('loginctl', [
          'show-session',
          session,
          '-p',
          'IdleHint',
          '-p',
          'IdleSinceHint',
        ]);
        return parseIdleHint(text, clock.now());
      } catch {
        // No logind here, or no session: a server nobody sits at.
        return undefined;
      }
    },
    onVolumes: (listener) =>
      onFolderEvents(
        ['/media', '/mnt', ...(env['USER'] ? [`/run/media/${env['USER']}`] : [])].map((path) =>
          join(root, path),
        ),
        clock,
        listener,
      ),
  };
}

async function readSupply(folder: string): Promise<Supply> {
  const [type, scope, online, status, capacity] = await Promise.all(
    ['type', 'scope', 'online', 'status', 'capacity'].map((name) => textOf(join(folder, name))),
  );
  return { type, scope, online, status, capacity };
}

/** Device (`sda1`) to name, by a folder of links that udev keeps. */
async function namesOfDevices(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder).catch(ifMissing([]));
  const pairs = await Promise.all(
    names.map(async (name) => [basename(await readlink(join(folder, name))), unescapeUdev(name)] as const),
  );
  return new Map(pairs);
}

/** `/dev/mapper/x` is a link to `/dev/dm-0`, which is what udev's links name. */
async function nodeOf(mount: Mount): Promise<string> {
  return basename(await readlink(mount.source).catch(() => mount.source));
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    // Drivers leave out what their hardware does not tell, or fail with ENODEV.
    return undefined;
  }
}

function ifMissing<T>(otherwise: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return otherwise;
    throw error;
  };
}

/**
 * logind's hint (org.freedesktop.login1(5)): microseconds since 1970. Where a desktop never sets it, it stays at `no` and
 * 0 and says nothing; `no` with a moment is a person at work.
 */
export function parseIdleHint(text: string, now: number): number | undefined {
  const since = Number(/^IdleSinceHint=(\d+)$/m.exec(text)?.[1] ?? 0) / 1_000;
  if (since === 0) return undefined;
  return /^IdleHint=yes$/m.test(text) ? Math.max(0, now - since) : 0;
}
