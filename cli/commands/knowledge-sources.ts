/** `luka knowledge sources | add | remove | skipped | status`: what is read, and what is not. */
import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { KnowledgeSource, SourceSpec, SourceWatch } from '#shared/nouns/knowledge.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { meaningLine } from '../meaning-words.ts';
import { openSession, type Session } from '../session.ts';
import { progressLine } from '../sync-words.ts';
import { formatTable, safeText } from '../table.ts';

interface AddOptions {
  readonly name?: string;
  readonly include?: string[];
  readonly exclude?: string[];
  readonly every?: number;
  readonly manual?: true;
}

export function defineSources(command: Command, context: CliContext): void {
  command
    .command('status')
    .description('how much was read, and the sync that goes on')
    .addHelpText('after', '\nExamples:\n  luka knowledge status')
    .action(async () => showStatus(await openSession(context)));
  command
    .command('sources')
    .description('folders that are read, and how they do')
    .addHelpText('after', '\nExamples:\n  luka knowledge sources')
    .action(async () => listSources(await openSession(context)));
  command
    .command('add')
    .description('read a folder, and follow what changes in it')
    .argument('<folder>', 'nothing in it is ever changed')
    .option('--name <name>', 'shown instead of the name of the folder')
    .option('--include <glob>', 'only files that fit it; may be given again', collect)
    .option('--exclude <glob>', 'files and folders to leave out; may be given again', collect)
    .option('--every <seconds>', 'look by the clock: for drives that tell of no changes', readSeconds)
    .option('--manual', 'look only when that is asked for')
    .addHelpText(
      'after',
      '\nWhat `.gitignore` and `.lukaignore` name is left out, and so are hidden files and node_modules.' +
        '\n\nExamples:\n  luka knowledge add ~/Notes\n  luka knowledge add /Volumes/lukadata/reports --every 900' +
        `\n  luka knowledge add ~/work --include '*.md' --exclude drafts`,
    )
    .action(async (folder: string, options: AddOptions) =>
      addSource(await openSession(context), { folder: resolve(folder), ...specOf(options) }),
    );
  command
    .command('remove')
    .alias('rm')
    .description('forget a folder and what was read of it; the folder stays as it is')
    .argument('<source>', 'its id, name or folder')
    .addHelpText('after', '\nExamples:\n  luka knowledge remove notes-3f9a1c')
    .action(async (source: string) => removeSource(await openSession(context), source));
  command
    .command('skipped')
    .description('files that were not read, and why')
    .argument('[source]', 'its id, name or folder')
    .option('--limit <number>', 'at most so many', readLimit, 50)
    .addHelpText('after', '\nExamples:\n  luka knowledge skipped\n  luka knowledge skipped notes-3f9a1c')
    .action(async (source: string | undefined, { limit }: { limit: number }) =>
      listSkipped(await openSession(context), source, limit),
    );
}

function collect(word: string, words: string[] = []): string[] {
  return [...words, word];
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 30 || seconds > 604_800)
    throw new InvalidArgumentError('It is a whole number from 30 to 604800.');
  return seconds;
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new InvalidArgumentError('It is a whole number from 1 to 200.');
  return limit;
}

function specOf({ name, include, exclude, every, manual }: AddOptions): Omit<SourceSpec, 'folder'> {
  const watch: SourceWatch = every !== undefined ? { everySeconds: every } : manual ? 'manual' : 'events';
  return {
    watch,
    ...(name === undefined ? {} : { name }),
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
  };
}

export async function showStatus({ client, terminal, json, now }: Session): Promise<void> {
  const status = await client.knowledgeStatus();
  if (json) return terminal.json(status);
  const { sources, documents, chunks, bytes, sync, setAside, setAsideFor, meaning } = status;
  await terminal.print(
    `${documents} documents in ${chunks} pieces, from ${sources.length} sources; the index takes ${formatBytes(bytes)}`,
  );
  if (sync) await terminal.print(`${progressLine(sync)} (${formatMoment(sync.startedAt, now)})`);
  const skipped = sources.reduce((sum, source) => sum + source.skipped, 0);
  if (skipped > 0) await terminal.print(`${skipped} files were not read: see \`luka knowledge skipped\``);
  for (const { name, state, message } of sources)
    if (message !== undefined || state === 'absent')
      await terminal.print(safeText(`${name} is ${state}: ${message ?? 'it is not there'}`));
  if (meaning) await terminal.print(safeText(`meaning: ${meaningLine(meaning)}`));
  if (setAside !== undefined)
    await terminal.note(
      safeText(
        `the index was ${setAsideFor === 'version' ? 'of another version of Luka' : 'damaged'}: it is kept as ${setAside}, and made anew`,
      ),
    );
}

export async function listSources({ client, terminal, json, now }: Session): Promise<void> {
  const { sources } = await client.knowledgeStatus();
  if (json) return terminal.json({ sources });
  const rows = sources.map((source) => [
    source.id,
    safeText(source.name),
    source.state,
    String(source.documents),
    String(source.skipped),
    watchWords(source.watch),
    formatMoment(source.syncedAt, now),
    safeText(source.folder ?? '-'),
    safeText(source.message ?? ''),
  ]);
  const headings = ['ID', 'NAME', 'STATE', 'DOCS', 'SKIPPED', 'WATCH', 'SYNCED', 'FOLDER', ''];
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(headings, rows, options)) await terminal.print(line);
}

function watchWords(watch: SourceWatch): string {
  return typeof watch === 'string' ? watch : `every ${watch.everySeconds} s`;
}

export async function addSource({ client, terminal, json }: Session, body: SourceSpec): Promise<void> {
  const source = await client.addSource({ body });
  if (json) return terminal.json(source);
  await terminal.print(safeText(`${source.id} reads ${source.folder}`));
  await terminal.note('follow its first sync with: luka knowledge sync --watch');
}

export async function removeSource(session: Session, text: string): Promise<void> {
  const { client, terminal, json } = session;
  const source = await findSource(session, text);
  const answer = await client.removeSource({ params: { source } });
  if (json) return terminal.json(answer);
  await terminal.print(safeText(`${source} is forgotten`));
}

export async function listSkipped(session: Session, text: string | undefined, limit: number): Promise<void> {
  const { client, terminal, json } = session;
  const source = text === undefined ? undefined : await findSource(session, text);
  const answer = await client.listSkipped({ query: { limit, ...(source === undefined ? {} : { source }) } });
  if (json) return terminal.json(answer);
  if (answer.total === 0) return terminal.note('everything was read');
  for (const { path, reason, message } of answer.skipped)
    await terminal.print(safeText(`${path}: ${reason.replaceAll('-', ' ')}, ${message}`));
  const more = answer.total - answer.skipped.length;
  if (more > 0) await terminal.note(`and ${more} more`);
}

/** What a person calls it: its id, its name where that is only one's, or its folder. */
export async function findSource({ client }: Pick<Session, 'client'>, text: string): Promise<string> {
  const { sources } = await client.knowledgeStatus();
  const folder = resolve(text);
  const fits: readonly ((source: KnowledgeSource) => boolean)[] = [
    ({ id }) => id === text,
    (source) => source.folder === folder,
    ({ name }) => name === text,
  ];
  for (const fit of fits) {
    const found = sources.filter(fit);
    if (found.length === 1) return found[0]!.id;
  }
  return text;
}
