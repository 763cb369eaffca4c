import type { Command } from 'commander';
import { resolve } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentDraft } from '#shared/http/agents.ts';
import { formatFinding } from '#shared/nouns/finding.ts';
import { changeAgent, type ChangeOptions } from '../change-agent.ts';
import type { CliContext } from '../context.ts';
import { parseLength } from '../parse-options.ts';
import { openSession } from '../session.ts';
import { safeText } from '../table.ts';

interface NewOptions extends ChangeOptions {
  readonly every?: string;
  readonly at?: string;
  readonly on?: string;
  readonly login?: true;
  readonly keepAlive?: true;
  readonly watch?: string;
  readonly cwd?: string;
  readonly env?: readonly string[];
  readonly plist?: true;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export function define(command: Command, context: CliContext): void {
  command
    .argument('<label>', 'its name for launchd (or, on Linux, systemd), as in com.me.backup')
    .argument('<command...>', 'what to run, after --; a program without a slash is looked up on PATH')
    .option('--every <length>', 'run every so often: 10m, 1h')
    .option('--at <time>', 'run at a time of day: 03:30')
    .option('--on <days>', 'with --at: only on these days: mon,wed')
    .option('--login', 'run at login')
    .option('--keep-alive', 'keep it running')
    .option('--watch <path>', 'run when this changes')
    .option('--cwd <folder>', 'the folder that it runs in')
    .option('--env <name=value...>', 'variables of its environment')
    .option('--plist', 'only print the plist')
    .option('--dry-run', 'only show what would be done')
    .option('-y, --yes', 'without asking')
    .addHelpText(
      'after',
      '\nExamples:\n  luka agents new com.me.backup --at 03:30 -- rsync -a /Users/me/Work /Volumes/Backup\n  luka agents new com.me.sync --every 10m --plist -- sync.sh',
    )
    .action(async (label: string, argv: string[], options: NewOptions) => {
      const draft: AgentDraft = {
        label,
        argv,
        when: parseWhen(options),
        ...(options.cwd === undefined ? {} : { cwd: resolve(options.cwd) }),
        ...(options.env === undefined ? {} : { env: parseEnv(options.env) }),
      };
      const session = await openSession(context);
      const { client, terminal, json } = session;
      if (options.plist) {
        const written = await client.draftAgent({ body: draft });
        if (json) return terminal.json(written);
        await terminal.write('out', written.text);
        for (const finding of written.findings) await terminal.note(safeText(formatFinding(finding)));
        return undefined;
      }
      context.exitWith(
        await changeAgent(session, (dryRun) => client.createAgent({ body: { draft, dryRun } }), options),
      );
      return undefined;
    });
}

/** @throws LukaError usage */
export function parseWhen(options: NewOptions): AgentDraft['when'] {
  const { every, at, on, login, keepAlive, watch } = options;
  const given = [every, at, login, keepAlive, watch].filter((option) => option !== undefined);
  if (given.length !== 1)
    throw new LukaError('usage', {
      message: given.length === 0 ? 'it is not said when it runs' : 'it is said more than once when it runs',
      remedy: 'give one of --every, --at, --login, --keep-alive, --watch',
    });
  if (on !== undefined && at === undefined)
    throw new LukaError('usage', { message: '--on goes with --at', remedy: 'say at which time' });
  if (every !== undefined) {
    const seconds = Math.round(parseLength('--every', every) / 1_000);
    if (seconds < 10)
      throw new LukaError('usage', {
        message: '--every is shorter than 10 s',
        remedy: 'launchd waits 10 s between two starts; take more, or --keep-alive',
      });
    return { kind: 'every', seconds };
  }
  if (at !== undefined) return parseAt(at, on);
  if (watch !== undefined) return { kind: 'watch', paths: [resolve(watch)] };
  return { kind: login ? 'login' : 'keep-alive' };
}

function parseAt(at: string, on: string | undefined): AgentDraft['when'] {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(at) ?? [];
  if (hour === undefined || minute === undefined)
    throw new LukaError('usage', { message: `"${at}" is no time of day`, remedy: 'write it as 03:30' });
  const weekdays = on?.split(',').map((day) => DAYS.indexOf(day.trim().toLowerCase().slice(0, 3)));
  if (weekdays?.includes(-1))
    throw new LukaError('usage', { message: `"${on}" has a day that is none`, remedy: 'write mon,wed,sun' });
  return {
    kind: 'daily',
    hour: Number(hour),
    minute: Number(minute),
    ...(weekdays === undefined ? {} : { weekdays: [...new Set(weekdays)].toSorted((a, b) => a - b) }),
  };
}

function parseEnv(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1)
        throw new LukaError('usage', { message: `"${pair}" sets no variable`, remedy: 'write NAME=value' });
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
