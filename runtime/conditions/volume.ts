import { LukaError } from '#shared/errors/luka-error.ts';
import type { Conditions } from '#shared/nouns/schedule-policy.ts';
import type { Condition, Verdict } from './condition.ts';
import type { Machine, Volume } from './ports.ts';

export const volume: Condition<'volume'> = {
  kind: 'volume',
  async check(wanted, readings) {
    return verdict(namesOf(wanted), await readings.volumes());
  },
};

/** By name, label or UUID; whether letters are capital makes no difference, on the Mac's disks as in UUIDs. */
export function isVolume(volume: Volume, wanted: string): boolean {
  const searched = folded(wanted);
  return [volume.name, volume.label, volume.uuid].some(
    (name) => name !== undefined && folded(name) === searched,
  );
}

/**
 * To be asked right before a run starts, whatever was read earlier: a volume that went leaves an empty folder behind, and
 * a run that writes there fills the wrong disk.
 * @returns the error the run ends with, or undefined where all its volumes are mounted
 */
export async function requireVolumes(
  conditions: Conditions | undefined,
  machine: Pick<Machine, 'volumes'>,
): Promise<LukaError | undefined> {
  const wanted = namesOf(conditions?.volume ?? []);
  if (wanted.length === 0) return undefined;
  try {
    const { met, text } = verdict(wanted, await machine.volumes());
    if (met) return undefined;
    return new LukaError('condition_unmet', {
      message: text,
      remedy: `mount ${wanted.length > 1 ? 'them' : 'it'}, then run the task again`,
    });
  } catch (error) {
    return new LukaError('condition_unmet', {
      message: `cannot tell which volumes are mounted: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'mend the cause, then run the task again',
      cause: error,
    });
  }
}

function verdict(wanted: readonly string[], mounted: readonly Volume[]): Verdict {
  const missing = wanted.filter((name) => !mounted.some((one) => isVolume(one, name)));
  return missing.length > 0
    ? { met: false, text: `${listed(missing)} not mounted` }
    : { met: true, text: `${listed(wanted)} mounted` };
}

/** `volume a is`, `volumes a and b are` */
function listed(names: readonly string[]): string {
  if (names.length === 1) return `volume ${names[0]} is`;
  return `volumes ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are`;
}

function namesOf(wanted: string | readonly string[]): readonly string[] {
  return typeof wanted === 'string' ? [wanted] : wanted;
}

/** HFS+ takes names apart into letters and marks, people and APFS do not. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
