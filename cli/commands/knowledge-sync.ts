/** `luka knowledge sync | cancel`: read what changed, with its progress on a terminal. */
import type { Command } from 'commander';
import { setTimeout as wait } from 'node:timers/promises';
import { EXIT } from '#shared/errors/exit-codes.ts';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { isSyncing, progressBar, progressLine } from '../sync-words.ts';
import { cutText, safeText } from '../table.ts';
import { findSource } from './knowledge-sources.ts';

const LOOK_MS = 200;
/** Clears the line that the next one is written over. ECMA-48: EL. */
const CLEAR = '\r\u001b[2K';

export function defineSync(command: Command, context: CliContext): void {
  command
    .command('sync')
    .description('read what changed in all sources, or in one')
    .argument('[source]', 'its id, name or folder')
    .option('--watch', 'follow the sync that goes on, and begin none')
    .option('--no-wait', 'begin it, and do not wait for its end')
    .addHelpText(
      'after',
      '\nExamples:\n  luka knowledge sync\n  luka knowledge sync ~/Notes\n  luka knowledge sync --watch',
    )
    .action(async (source: string | undefined, options: SyncOptions) => {
      if (!(await sync(await openSession(context), source, options))) context.exitWith(EXIT.failed);
    });
  command
    .command('cancel')
    .description('end the sync that goes on; what it has read is kept')
    .addHelpText('after', '\nExamples:\n  luka knowledge cancel')
    .action(async () => cancelSync(await openSession(context)));
}

export interface SyncOptions {
  readonly watch?: boolean;
  readonly wait: boolean;
}

/** @returns false where it failed */
export async function sync(
  session: Session,
  text: string | undefined,
  { watch, wait: waits }: SyncOptions,
): Promise<boolean> {
  const { client, terminal, json } = session;
  const source = text === undefined ? undefined : await findSource(session, text);
  const begun = watch
    ? (await client.getSync()).sync
    : await client.startSync({ body: source === undefined ? {} : { source } });
  if (!begun) {
    await terminal.note('nothing was synced yet');
    return true;
  }
  const ended = waits ? await follow(session, begun) : begun;
  if (json) await terminal.json(ended);
  else await terminal.print(safeText(progressLine(ended)));
  return ended.state !== 'failed';
}

async function follow({ client, terminal, json }: Session, begun: SyncProgress): Promise<SyncProgress> {
  const isShown = !json && terminal.isTerminal('err');
  let now = begun;
  try {
    while (isSyncing(now)) {
      if (isShown) await terminal.write('err', `${CLEAR}${cutText(progressBar(now), terminal.width)}`);
      await wait(LOOK_MS);
      const { sync: next } = await client.getSync();
      // Another one began meanwhile: this one is over, and how it ended is not known any more.
      if (!next || next.id !== begun.id)
        return { ...now, state: 'done', message: 'another one began before its end was seen' };
      now = next;
    }
    return now;
  } finally {
    if (isShown) await terminal.write('err', CLEAR);
  }
}

export async function cancelSync({ client, terminal, json }: Session): Promise<void> {
  const answer = await client.cancelSync();
  if (json) return terminal.json(answer);
  if (answer.sync === undefined || !isSyncing(answer.sync)) return terminal.note('no sync goes on');
  await terminal.print('the sync is being ended');
}
