/**
 * The command line as a whole. Only the command that was asked for is loaded: the others are a name and a summary,
 * which is all that help and did-you-mean need, so that the quick commands are quick.
 */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, type CommanderError } from 'commander';
import { VERSION } from '#shared/version.ts';
import { defaultHome } from '#runtime/home/layout.ts';
import type { CliContext, CommandModule } from './context.ts';
import type { Terminal } from './terminal.ts';

interface Entry {
  readonly summary: string;
  load(): Promise<CommandModule>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  up: { summary: 'start Luka here, and keep it running', load: () => import('./commands/up.ts') },
  down: { summary: 'stop Luka', load: () => import('./commands/down.ts') },
  status: {
    summary: 'who is running, where, and how much there is to do',
    load: () => import('./commands/status.ts'),
  },
  open: { summary: 'open the UI, signed in', load: () => import('./commands/open.ts') },
  task: { summary: 'list, check, make and switch tasks', load: () => import('./commands/task.ts') },
  services: {
    summary: 'tasks that are kept running, and how they do',
    load: () => import('./commands/services.ts'),
  },
  service: {
    summary: 'start, stop or restart one of them',
    load: () => import('./commands/service.ts'),
  },
  run: { summary: 'run a task now', load: () => import('./commands/run.ts') },
  ps: { summary: 'runs that are going or waiting', load: () => import('./commands/ps.ts') },
  logs: { summary: 'what a run wrote', load: () => import('./commands/logs.ts') },
  cancel: { summary: 'end a run', load: () => import('./commands/cancel.ts') },
  next: { summary: 'what is due when', load: () => import('./commands/next.ts') },
  why: { summary: 'why a task did or did not run, or a run failed', load: () => import('./commands/why.ts') },
  history: {
    summary: 'what was due, what became of it and why',
    load: () => import('./commands/history.ts'),
  },
  pause: { summary: 'keep triggers from starting things', load: () => import('./commands/pause.ts') },
  resume: { summary: 'end a pause', load: () => import('./commands/resume.ts') },
  release: { summary: 'end the quarantine of a task', load: () => import('./commands/release.ts') },
  hook: { summary: 'the address that starts a task', load: () => import('./commands/hook.ts') },
  import: {
    summary: 'take over what a crontab, pm2 or systemd runs',
    load: () => import('./commands/import.ts'),
  },
  approvals: {
    summary: 'what waits for a yes, and what was decided',
    load: () => import('./commands/approvals.ts'),
  },
  approve: { summary: 'let a run start that waits', load: () => import('./commands/approve.ts') },
  deny: { summary: 'end a run that waits for a yes', load: () => import('./commands/deny.ts') },
  gate: {
    summary: 'what the gate would say to a task or an order',
    load: () => import('./commands/gate.ts'),
  },
  validate: {
    summary: 'results that a human has to look at',
    load: () => import('./commands/validate.ts'),
  },
  policy: { summary: 'what runs unasked, and what never does', load: () => import('./commands/policy.ts') },
  freeze: { summary: 'start nothing new', load: () => import('./commands/freeze.ts') },
  thaw: { summary: 'end a freeze', load: () => import('./commands/thaw.ts') },
  audit: { summary: 'who did what, and whether that was changed', load: () => import('./commands/audit.ts') },
  client: { summary: 'who may talk to Luka', load: () => import('./commands/client.ts') },
  secret: { summary: 'store what tasks need and nobody may see', load: () => import('./commands/secret.ts') },
  agents: { summary: 'see, mend and make LaunchAgents', load: () => import('./commands/agents.ts') },
  deploy: {
    summary: 'install Luka, or a task module, as a release that can be gone back from',
    load: () => import('./commands/deploy.ts'),
  },
  verify: {
    summary: 'whether the Luka that was deployed runs as it should',
    load: () => import('./commands/verify.ts'),
  },
  rollback: {
    summary: 'run the release before again',
    load: () => import('./commands/rollback.ts'),
  },
  releases: { summary: 'releases of task modules', load: () => import('./commands/releases.ts') },
  units: {
    summary: 'services and timers of systemd, on Linux',
    load: () => import('./commands/units.ts'),
  },
  power: {
    summary: 'make this a Mac that never sleeps, and back',
    load: () => import('./commands/power.ts'),
  },
  search: { summary: 'find words in what Luka has read', load: () => import('./commands/search.ts') },
  knowledge: {
    summary: 'what Luka has read, and what is found in it',
    load: () => import('./commands/knowledge.ts'),
  },
  ask: { summary: 'ask about what was read, and about Luka itself', load: () => import('./commands/ask.ts') },
  remember: { summary: 'keep something in mind', load: () => import('./commands/remember.ts') },
  recall: { summary: 'what is remembered', load: () => import('./commands/recall.ts') },
  forget: { summary: 'forget a memory for good', load: () => import('./commands/forget.ts') },
  prompt: {
    summary: 'texts for hand-offs, filled from the state',
    load: () => import('./commands/prompt.ts'),
  },
  report: { summary: 'write down what was done', load: () => import('./commands/report.ts') },
  drop: { summary: 'hand over a work order', load: () => import('./commands/drop.ts') },
};

/** Commands that have commands of their own. */
const GROUPS = new Set([
  'task',
  'service',
  'approvals',
  'policy',
  'audit',
  'client',
  'secret',
  'agents',
  'power',
  'units',
  'knowledge',
  'prompt',
  'report',
]);

export interface ProgramOptions {
  /** Words after the program's name. */
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
}

/** @returns the exit code. @throws CommanderError for usage errors, LukaError, or a bug */
export async function runProgram({ words, env, terminal }: ProgramOptions): Promise<number> {
  let code = 0;
  const program = new Command('luka');
  const globals = (): { json?: boolean; home?: string } => program.opts();
  const context: CliContext = {
    terminal,
    env,
    json: () => globals().json === true,
    home: () => globals().home ?? defaultHome(env),
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  program
    .description("Luka runs, schedules and watches one person's automation on their own machine.")
    .version(VERSION, '-V, --version')
    .option('--json', 'answer as JSON')
    .option('--home <folder>', 'the home of the Luka that is meant (LUKA_HOME)', readFolder)
    .configureHelp({ showGlobalOptions: true })
    // Errors are told in one way, by the entry; to a script, help beside them would be noise.
    .configureOutput({
      outputError: () => undefined,
      writeErr: (text) => (words.includes('--json') ? undefined : void terminal.write('err', text)),
      writeOut: (text) => void terminal.write('out', text),
    })
    .exitOverride()
    .addHelpText('after', '\nExamples:\n  luka up\n  luka run system-report --follow\n  luka help run');
  const wanted = wantedCommand(words);
  for (const [name, entry] of Object.entries(COMMANDS)) {
    const command = program.command(name).description(entry.summary);
    if (name === wanted) (await entry.load()).define(command, context);
  }
  await program.parseAsync([...words], { from: 'user' });
  return code;
}

/** An empty word, as an unset variable of a script leaves it, must not mean the current folder. */
function readFolder(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty.');
  return resolve(text);
}

/** The first word that is no option, also after `help`. */
function wantedCommand(words: readonly string[]): string | undefined {
  const names = plainWords(words);
  return names[0] === 'help' ? names[1] : names[0];
}

function plainWords(words: readonly string[]): string[] {
  const names: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string;
    if (word === '--home') index += 1;
    else if (!word.startsWith('-')) names.push(word);
  }
  return names;
}

/** A mistake on the command line, in the form of all our errors. */
export function usageFault(
  error: CommanderError,
  words: readonly string[],
): { message: string; remedy: string } {
  const path = plainWords(words);
  path.length = Math.min(path.length, GROUPS.has(path[0] ?? '') ? 2 : 1);
  if (error.code === 'commander.unknownCommand') path.pop();
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\n+/g, ' ')
    .replace(/\.?\s*$/, '');
  if (error.code === 'commander.help' && path[0] === 'help')
    return { message: `unknown command '${plainWords(words)[1]}'`, remedy: 'see: luka --help' };
  return {
    message: error.code === 'commander.help' ? 'a command is missing' : message,
    remedy: `see: ${['luka', ...path, '--help'].join(' ')}`,
  };
}
