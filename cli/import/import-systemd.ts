/** Takes timers and services over from systemd. At no moment do both run them. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { saveBackup } from './backup.ts';
import {
  enableTasks,
  uninterrupted,
  writeTasks,
  wordsOf,
  type HandedOver,
  type Handover,
} from './handover.ts';
import type { Programs } from './programs.ts';
import { disableUnits, unitsOn } from './systemd.ts';

/** @throws LukaError import_incomplete, which says where things stand and how to go back */
export function importSystemd(handover: Handover, programs: Programs): Promise<HandedOver> {
  return uninterrupted(handover.session, async () => {
    const plan = await writeTasks(handover);
    const { session, chosen, text } = handover;
    const ids = chosen.map(({ id }) => id);
    const units = chosen.map(({ original }) => original);
    const backup = await saveBackup(session.home, 'systemd.json', text, session.now).catch(
      (error: unknown) => {
        throw new LukaError('import_incomplete', {
          message: `systemd was not touched (${wordsOf(error)}); the tasks stay switched off`,
          remedy: 'mend that and import again: tasks that are written already are taken as they are',
        });
      },
    );
    const wrong = await disableUnits(programs, units);
    if (wrong !== undefined) throw await parted(programs, units, wrong);
    await enableTasks(session, ids, backOf(units));
    return { plan, backup, enabled: ids };
  });
}

/** The command that gives units back. */
export function backOf(units: readonly string[]): string {
  return `systemctl --user enable --now ${units.join(' ')}`;
}

async function parted(programs: Programs, units: readonly string[], wrong: string): Promise<LukaError> {
  const on = await unitsOn(programs, units).catch(() => units);
  const off = units.filter((unit) => !on.includes(unit));
  const told = off.length === 0 ? '' : `, ${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off already`;
  return new LukaError('import_incomplete', {
    message: `systemd did not let go (${wrong})${told}: the tasks stay switched off`,
    remedy: `disable the units, then for each: luka task enable <id>. Or go back with: ${backOf(units)}`,
  });
}
