/** Takes programs over from pm2. At no moment do both run them. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Pm2App } from '#runtime/import/pm2-apps.ts';
import { saveBackup } from './backup.ts';
import {
  enableTasks,
  uninterrupted,
  wordsOf,
  writeTasks,
  type HandedOver,
  type Handover,
} from './handover.ts';
import { ecosystemOf, readPm2, removeFromPm2 } from './pm2.ts';
import type { Programs } from './programs.ts';

/** @throws LukaError import_incomplete, which says where things stand and how to go back */
export function importPm2(handover: Handover, programs: Programs): Promise<HandedOver> {
  return uninterrupted(handover.session, async () => {
    const plan = await writeTasks(handover);
    const { session, chosen } = handover;
    const ids = chosen.map(({ id }) => id);
    const backup = await handOver(handover, programs);
    await enableTasks(session, ids, `pm2 start '${backup}'`);
    return { plan, backup, enabled: ids };
  });
}

/** @returns the path of a file from which pm2 can start the programs again, once it has forgotten them */
async function handOver({ session, chosen }: Handover, programs: Programs): Promise<string> {
  const wanted = new Set(chosen.map(({ original }) => original));
  const ofWanted = (apps: readonly Pm2App[]) => apps.filter(({ original }) => wanted.has(original));
  const apps = await readPm2(programs).then(ofWanted, (error: unknown) => {
    throw untouched(wordsOf(error));
  });
  if (apps.length < wanted.size) throw untouched('somebody changed its list meanwhile');
  const backup = await saveBackup(session.home, 'pm2.json', ecosystemOf(apps), session.now).catch(
    (error: unknown) => {
      throw untouched(wordsOf(error));
    },
  );
  let wrong: string | undefined;
  let left: readonly Pm2App[] = apps;
  try {
    wrong = await removeFromPm2(
      programs,
      apps.flatMap(({ ids }) => ids),
    );
    left = ofWanted(await readPm2(programs));
  } catch (error) {
    wrong = wordsOf(error);
  }
  if (wrong === undefined && left.length === 0) return backup;
  const gone = apps.filter(({ original }) => !left.some((app) => app.original === original));
  const parted = gone.length === 0 ? '' : `; it has forgotten ${gone.map(({ name }) => name).join(', ')}`;
  throw new LukaError('import_incomplete', {
    message: `pm2 did not let go (${wrong ?? `it still has ${left.map(({ name }) => name).join(', ')}`})${parted}; the tasks stay switched off`,
    remedy: `remove them with \`pm2 delete\` and \`pm2 save\`, then for each: luka task enable <id>. Or put them back with: pm2 start '${backup}'`,
  });
}

function untouched(why: string): LukaError {
  return new LukaError('import_incomplete', {
    message: `pm2 was not touched (${why}); the tasks stay switched off`,
    remedy: 'mend that and import again: tasks that are written already are taken as they are',
  });
}
