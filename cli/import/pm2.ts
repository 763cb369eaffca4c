/** The programs that pm2 runs, through its command line. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { readPm2Apps, type Pm2App } from '#runtime/import/pm2-apps.ts';
import { lastWords, type Programs } from './programs.ts';

/** What `pm2 jlist` prints. @throws LukaError spawn_failed, file_unreadable */
export async function readPm2List(programs: Programs): Promise<string> {
  const listed = await programs.call('pm2', ['jlist']);
  if (listed.code === 0) return listed.out.toString('utf8');
  throw new LukaError('file_unreadable', {
    message: `pm2 does not list its programs: ${lastWords(listed)}`,
    remedy: 'see whether `pm2 jlist` works in this terminal',
  });
}

/** @throws LukaError import_unreadable, spawn_failed, file_unreadable */
export async function readPm2(programs: Programs): Promise<Pm2App[]> {
  const apps = readPm2Apps(await readPm2List(programs));
  if (apps === undefined) throw new LukaError('import_unreadable');
  return apps;
}

/** Ends programs and makes pm2 forget them, also for its next start. @returns what went wrong, or undefined */
export async function removeFromPm2(programs: Programs, ids: readonly number[]): Promise<string | undefined> {
  for (const id of ids) {
    // A program that has ended already cannot be stopped in every version; deleting it is what counts.
    await programs.call('pm2', ['stop', String(id)]);
    const deleted = await programs.call('pm2', ['delete', String(id)]);
    if (deleted.code !== 0) return `pm2 delete ${id}: ${lastWords(deleted)}`;
  }
  // Without --force pm2 does not save a list that became empty.
  const saved = await programs.call('pm2', ['save', '--force']);
  return saved.code === 0 ? undefined : `pm2 save: ${lastWords(saved)}`;
}

/** The programs as a file that `pm2 start` takes. */
export function ecosystemOf(apps: readonly Pm2App[]): string {
  const entries = apps.map(
    ({ name, script, interpreter, interpreterArgs, args, cwd, cron, autorestart, env }) => ({
      name,
      script,
      interpreter,
      interpreter_args: interpreterArgs,
      args,
      cwd,
      cron_restart: cron,
      autorestart,
      env,
    }),
  );
  return `${JSON.stringify({ apps: entries }, undefined, 2)}\n`;
}
