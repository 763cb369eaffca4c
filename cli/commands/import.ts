import { resolve } from 'node:path';
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ImportedTask, ImportPlan } from '#shared/nouns/import-plan.ts';
import { importExport, isArchive } from '../backup/import-export.ts';
import type { CliContext } from '../context.ts';
import { writeTasks, type Handover } from '../import/handover.ts';
import { importCrontab } from '../import/import-crontab.ts';
import { importPm2 } from '../import/import-pm2.ts';
import { backOf, importSystemd } from '../import/import-systemd.ts';
import { planLines } from '../import/plan-lines.ts';
import { systemPrograms, type Programs } from '../import/programs.ts';
import { readSource, type ImportText } from '../import/read-source.ts';
import { openSession, type Session } from '../session.ts';

const IMPORTERS = { crontab: importCrontab, pm2: importPm2, systemd: importSystemd } as const;

export interface ImportOptions {
  readonly apply?: boolean;
  readonly only?: string;
  readonly yes?: boolean;
  readonly enable?: boolean;
  readonly verbose?: boolean;
  readonly replace?: boolean;
  readonly withSettings?: boolean;
  readonly withPolicy?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument(
      '<source>',
      '`crontab`, `pm2`, `systemd`, a file that holds the list of the first or the second, or one that `luka export` made',
    )
    .option('--apply', 'do it; without this nothing is changed')
    .option('--only <ids>', 'these entries only, by the ids shown, comma-separated')
    .option(
      '--yes',
      'with pm2 and systemd: let it stop and forget the programs, so that their tasks can start',
    )
    .option('--enable', 'with a file: switch the tasks on; whoever ran them must have stopped')
    .option('--replace', 'with an export: also what is here in another form; that is kept')
    .option('--with-settings', 'with an export: its settings, too, but for the ports')
    .option('--with-policy', 'with an export: its policy, too')
    .option('--verbose', 'show the task files as they would be written')
    .addHelpText(
      'after',
      '\nShows first what each entry would become. With --apply both never run: tasks are written switched off, then\n' +
        'the lines in the crontab are commented out (as "#luka <id>: ..."), the programs taken from pm2, or the units disabled,\n' +
        'and only then are the tasks switched on. The crontab as it was is kept in the folder backups of the home.\n' +
        '\nExamples:\n  luka import crontab\n  luka import crontab --apply --only backup,report\n  luka import pm2 --apply --yes\n  luka import systemd --apply --yes --only backup\n  luka import server.crontab --verbose\n  luka import luka-tasks.tar.gz --apply',
    )
    .action(async (name: string, options: ImportOptions) => {
      const programs = systemPrograms(context.env);
      const session = await openSession(context);
      if (await isArchive(name)) return importExport(session, resolve(name), options);
      await importFrom(session, { name, options, programs });
    });
}

export async function importFrom(
  session: Session,
  wanted: { name: string; options: ImportOptions; programs: Programs },
): Promise<void> {
  const { name, options, programs } = wanted;
  const read = await readSource(name, programs);
  if (options.enable === true && read.live)
    throw new LukaError('usage', {
      message: `--enable is for files; with ${name}, tasks are switched on when ${name} has let go`,
      remedy: `leave it out`,
    });
  const { source, text } = read;
  const plan = await session.client.planImport({ body: { source, text } });
  const chosen = choose(plan, options.only);
  if (!session.json) await showPlan(session, { plan, read, verbose: options.verbose === true });
  const handover = { session, plan, text, chosen };
  if (options.apply !== true || chosen.length === 0) await endUnchanged(handover, name);
  else await apply(handover, { read, options, programs });
}

async function showPlan(
  { terminal }: Session,
  shown: { plan: ImportPlan; read: ImportText; verbose: boolean },
): Promise<void> {
  const { plan, read, verbose } = shown;
  for (const line of planLines(terminal, plan, { name: read.name, verbose })) await terminal.print(line);
  const both = plan.tasks.filter(({ state }) => state === 'exists').map(({ id }) => id);
  if (read.live && both.length > 0)
    await terminal.note(
      terminal.style(
        'yellow',
        `${both.join(', ')}: the task is here already and ${read.name} has it, too: where the task is on, both run it`,
        'err',
      ),
    );
}

/** @throws LukaError usage where an id of --only is none that can be imported */
function choose(plan: ImportPlan, only: string | undefined): ImportedTask[] {
  const sound = plan.tasks.filter(({ state }) => state !== 'cannot');
  if (only === undefined) return sound;
  const ids = only.split(',').map((id) => id.trim());
  const wrong = ids.find((id) => !sound.some((task) => task.id === id));
  if (wrong !== undefined) {
    const task = plan.tasks.find(({ id }) => id === wrong);
    throw new LukaError('usage', {
      message: task === undefined ? `no entry has the id "${wrong}"` : `"${wrong}" cannot be imported`,
      remedy:
        sound.length === 0 ? 'there is none that can' : `choose from ${sound.map(({ id }) => id).join(', ')}`,
      findings: task?.findings.filter(({ severity }) => severity === 'error') ?? [],
    });
  }
  return sound.filter(({ id }) => ids.includes(id));
}

async function endUnchanged({ session, plan, chosen }: Handover, name: string): Promise<void> {
  const { terminal } = session;
  if (session.json) return terminal.json({ ...plan, applied: false, enabled: [] });
  if (chosen.length === 0)
    return terminal.note(
      plan.tasks.length === 0 ? `${name} has no entries` : 'there is nothing that can be imported',
    );
  const these = chosen.length === 1 ? 'it' : `these ${chosen.length}`;
  await terminal.note(`nothing was changed; take ${these} over with: luka import ${name} --apply`);
}

async function apply(
  handover: Handover,
  { read, options, programs }: { read: ImportText; options: ImportOptions; programs: Programs },
): Promise<void> {
  const { session, chosen } = handover;
  if (read.live && (read.source === 'crontab' || options.yes === true)) {
    const done = await IMPORTERS[read.source](handover, programs);
    const back =
      read.source === 'systemd'
        ? backOf(chosen.map(({ original }) => original))
        : `${read.source === 'crontab' ? 'crontab' : 'pm2 start'} '${done.backup}'`;
    return tell(session, {
      ...done,
      notes: [`what ${read.name} had is kept; back to it: luka task disable <id> for each, then ${back}`],
    });
  }
  const isOn = options.enable === true;
  const plan = await writeTasks(handover, isOn);
  const enabled = isOn ? chosen.filter(({ state }) => state === 'new').map(({ id }) => id) : [];
  await tell(session, { plan, enabled, notes: [ownerNote(read, isOn)] });
}

function ownerNote(read: ImportText, isOn: boolean): string {
  if (read.live)
    return `the new tasks are off, for ${read.source} still has the programs; let it stop and forget them with: luka import ${read.source} --apply --yes`;
  return isOn
    ? 'whoever ran these entries before must not run them any more: both would'
    : 'the new tasks are off: stop whoever runs these entries now, then for each: luka task enable <id>';
}

async function tell(
  { terminal, json }: Session,
  done: { plan: ImportPlan; enabled: readonly string[]; backup?: string; notes: readonly string[] },
): Promise<void> {
  const { plan, enabled, backup, notes } = done;
  if (json)
    return terminal.json({ ...plan, applied: true, enabled, ...(backup === undefined ? {} : { backup }) });
  for (const { id, written } of plan.tasks)
    if (written || enabled.includes(id))
      await terminal.print(`task ${id} is ${enabled.includes(id) ? 'on' : 'off'}`);
  for (const note of notes) await terminal.note(note);
}
