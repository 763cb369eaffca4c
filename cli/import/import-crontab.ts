/** Takes entries over from the person's crontab. At no moment do both run them. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { commentOut } from '#runtime/import/crontab-edit.ts';
import { saveBackup } from './backup.ts';
import { installCrontab, readCrontab } from './crontab.ts';
import {
  enableTasks,
  uninterrupted,
  wordsOf,
  writeTasks,
  type HandedOver,
  type Handover,
} from './handover.ts';
import { lastWords, type Programs } from './programs.ts';

/** @throws LukaError import_incomplete, which says where things stand and how to go back */
export function importCrontab(handover: Handover, programs: Programs): Promise<HandedOver> {
  return uninterrupted(handover.session, async () => {
    const plan = await writeTasks(handover);
    const { session, chosen } = handover;
    const ids = chosen.map(({ id }) => id);
    const backup = await handOver(handover, programs).catch((error: unknown) => {
      throw asStopped(error, ids);
    });
    await enableTasks(session, ids, `crontab ${quoted(backup)}`);
    return { plan, backup, enabled: ids };
  });
}

/** @returns the path of the saved crontab, once cron has the new one */
async function handOver({ session, text, chosen }: Handover, programs: Programs): Promise<string> {
  const entries = chosen.map(({ id, line = 0, original }) => ({ id, line, original }));
  const edited = (await readCrontab(programs)) === text ? commentOut(text, entries) : undefined;
  if (edited === undefined) throw new Error('somebody changed it meanwhile');
  const backup = await saveBackup(session.home, 'crontab', text, session.now);
  const called = await installCrontab(programs, edited);
  const found = await readCrontab(programs).catch((error: unknown) => {
    throw unclear(backup, wordsOf(error));
  });
  if (found === edited) return backup;
  if (found === text)
    throw new Error(called.code === 0 ? 'crontab says it took the new one, but did not' : lastWords(called));
  throw unclear(backup, 'it is neither what it was nor what it should be');
}

function asStopped(error: unknown, ids: readonly string[]): unknown {
  if (error instanceof LukaError && error.code === 'import_incomplete') return error;
  return new LukaError('import_incomplete', {
    message: `the crontab is as it was (${wordsOf(error)}); the tasks ${ids.join(', ')} stay switched off`,
    remedy: 'mend that and import again: tasks that are written already are taken as they are',
    cause: error,
  });
}

function unclear(backup: string, why: string): LukaError {
  return new LukaError('import_incomplete', {
    message: `what the crontab holds now is not certain (${why}); the tasks stay switched off`,
    remedy: `put back what was there with: crontab ${quoted(backup)}`,
  });
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
