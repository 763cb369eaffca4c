/** A Mac, by the programs that come with every Mac. */
import { readdir } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { onFolderEvents } from './folder-events.ts';
import { freeBytes } from './free-bytes.ts';
import { hasAddress } from './interfaces.ts';
import { mountedDevice } from './mount-point.ts';
import type { Machine, Volume } from './ports.ts';
import { answers } from './reach.ts';
import type { RunProgram } from './run-program.ts';

export interface DarwinOptions {
  readonly run: RunProgram;
  readonly clock: Clock;
  /** Where volumes are mounted. */
  readonly volumesFolder?: string | undefined;
  /** What is mounted at a path: see `mountedDevice`. */
  readonly device?: ((path: string) => Promise<number | undefined>) | undefined;
}

export function createDarwinMachine(options: DarwinOptions): Machine {
  const { run, clock, volumesFolder = '/Volumes', device = mountedDevice } = options;
  const uuids = new Map<string, string | undefined>();

  /** Asked once for each mount: diskutil takes long and may wake a disk that sleeps. */
  async function uuidOf(path: string, mounted: number): Promise<string | undefined> {
    const key = `${mounted} ${path}`;
    if (!uuids.has(key)) {
      try {
        uuids.set(key, parseVolumeUuid(await run('/usr/sbin/diskutil', ['info', '-plist', path])));
      } catch (error) {
        // A share of a server is no disk, and that stays so. Only a diskutil that hung may know better later.
        if ((error as { killed?: boolean }).killed) return undefined;
        uuids.set(key, undefined);
      }
    }
    return uuids.get(key);
  }

  async function volumeAt(name: string): Promise<Volume | undefined> {
    const path = join(volumesFolder, name);
    const mounted = await device(path);
    // The name is the mount point's. A second volume of one name is mounted beside it as `name 1`: whoever writes to
    // /Volumes/name does not write to that one, whatever it calls itself.
    return mounted === undefined ? undefined : { name, uuid: await uuidOf(path, mounted), path };
  }

  return {
    async power() {
      const [source, settings] = await Promise.all([
        run('/usr/bin/pmset', ['-g', 'batt']),
        run('/usr/bin/pmset', ['-g']),
      ]);
      return { ...parsePowerSource(source), lowPower: parseLowPower(settings) };
    },
    async network(target) {
      if (target !== undefined) return answers(target);
      try {
        return parseReach(await run('/usr/sbin/scutil', ['--nwi'])) ?? hasAddress(networkInterfaces());
      } catch {
        return hasAddress(networkInterfaces());
      }
    },
    async volumes() {
      const names = (await readdir(volumesFolder)).filter((name) => !name.startsWith('.'));
      const found = await Promise.all(names.map(volumeAt));
      return found.filter((volume) => volume !== undefined);
    },
    freeBytes,
    async idleMs() {
      // -r -d 1: only the driver itself, not the whole tree of the machine (ioreg(8)).
      return parseIdle(await run('/usr/sbin/ioreg', ['-r', '-c', 'IOHIDSystem', '-d', '1', '-w', '0']));
    },
    onVolumes: (listener) => onFolderEvents([volumesFolder], clock, listener),
  };
}

/**
 * `pmset -g batt`: the first line names the source, a line each follows for batteries. A UPS gives power for minutes:
 * that is not mains. The Mac's own battery is meant where there is one beside a UPS.
 */
export function parsePowerSource(text: string): { ac: boolean | undefined; battery: number | undefined } {
  const source = /^Now drawing from '([^']+)'/m.exec(text)?.[1];
  const charges = text.split('\n').flatMap((line) => {
    const match = /^\s*-(\S.*?)\s*(?:\(id=\d+\))?\s+(\d{1,3})%/.exec(line);
    return match ? [{ name: match[1] ?? '', percent: Number(match[2]) }] : [];
  });
  const own = charges.find((one) => one.name.startsWith('InternalBattery')) ?? charges[0];
  return {
    ac: source === undefined ? undefined : source === 'AC Power',
    battery: own?.percent,
  };
}

/**
 * `pmset -g`: `lowpowermode 1`; newer systems say `powermode` with 0 for automatic, 1 for low and 2 for high power. A Mac
 * that names neither has no such mode and so is not in it.
 */
export function parseLowPower(text: string): boolean {
  return /^\s*(lowpowermode|powermode)\s+1\b/m.test(text);
}

/** `scutil --nwi`: one line REACH for each of IPv4 and IPv6. Undefined where it says neither. */
export function parseReach(text: string): boolean | undefined {
  const families = [...text.matchAll(/^\s*REACH\s*:\s*flags\s+0x[0-9a-f]+\s*\(([^)]*)\)/gim)];
  if (families.length === 0) return undefined;
  return families.some((match) => (match[1] ?? '').split(',').some((flag) => flag.trim() === 'Reachable'));
}

/** HIDIdleTime is in nanoseconds. Undefined where no keyboard or pointer has ever been there. */
export function parseIdle(text: string): number | undefined {
  const times = [...text.matchAll(/"HIDIdleTime"\s*=\s*(\d+)/g)].map((match) => Number(match[1]) / 1e6);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** From the property list of `diskutil info -plist`. A UUID has no character that XML would write otherwise. */
export function parseVolumeUuid(plist: string): string | undefined {
  return /<key>VolumeUUID<\/key>\s*<string>([0-9A-Fa-f-]+)<\/string>/.exec(plist)?.[1];
}
