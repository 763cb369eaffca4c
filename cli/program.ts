/**
 * The command line as a whole. Only the command that was asked for is loaded: the others are a name and a summary,
 * which is all that help and did-you-mean need, so that the quick commands are quick.
 */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, type CommanderError } from 'commander';
import { VERSION } from '#shared/version.ts';
import { defaultHome } from '#runtime/home/layout.ts';
import type { CliContext, CommandModule } from './context.ts';
import { byGroup, groupOf } from './help-groups.ts';
import type { Terminal } from './terminal.ts';

interface Entry {
  readonly summary: string;
  /** For programs: help does not name it. */
  readonly hidden?: true;
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
  logs: {
    summary: 'what a run wrote, and what is found in all logs',
    load: () => import('./commands/logs.ts'),
  },
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
  modernize: {
    summary: 'CommonJS files as ES modules beside them, checked to be the same',
    load: () => import('./commands/modernize.ts'),
  },
  releases: { summary: 'releases of task modules', load: () => import('./commands/releases.ts') },
  units: {
    summary: 'services and timers of systemd, on Linux',
    load: () => import('./commands/units.ts'),
  },
  power: {
    summary: 'who keeps the machine awake, why it slept, and a Mac that never sleeps',
    load: () => import('./commands/power.ts'),
  },
  search: { summary: 'find words in what Luka has read', load: () => import('./commands/search.ts') },
  knowledge: {
    summary: 'what Luka has read, and what is found in it',
    load: () => import('./commands/knowledge.ts'),
  },
  ask: { summary: 'ask about what was read, and about Luka itself', load: () => import('./commands/ask.ts') },
  escalations: {
    summary: 'answers that somebody has to look at',
    load: () => import('./commands/escalations.ts'),
  },
  remember: { summary: 'keep something in mind', load: () => import('./commands/remember.ts') },
  recall: { summary: 'what is remembered', load: () => import('./commands/recall.ts') },
  forget: { summary: 'forget a memory for good', load: () => import('./commands/forget.ts') },
  prompt: {
    summary: 'texts for hand-offs, filled from the state',
    load: () => import('./commands/prompt.ts'),
  },
  report: { summary: 'write down what was done', load: () => import('./commands/report.ts') },
  todos: { summary: 'what is open, and where it stands', load: () => import('./commands/todos.ts') },
  backup: { summary: 'everything that Luka knows, in one file', load: () => import('./commands/backup.ts') },
  restore: {
    summary: 'put a backup in the place of the home',
    load: () => import('./commands/restore.ts'),
  },
  export: {
    summary: 'tasks, settings and policy for another machine',
    load: () => import('./commands/export.ts'),
  },
  doctor: {
    summary: 'everything that can be wrong with this installation, and what mends it',
    load: () => import('./commands/doctor.ts'),
  },
  retention: {
    summary: 'what is removed by age, before it is',
    load: () => import('./commands/retention.ts'),
  },
  notify: {
    summary: 'who is told of what, and what was sent',
    load: () => import('./commands/notify.ts'),
  },
  insights: {
    summary: 'how the automation did, over hours or months',
    load: () => import('./commands/insights.ts'),
  },
  telemetry: {
    summary: 'what is kept of what happened, and how large it is',
    load: () => import('./commands/telemetry.ts'),
  },
  mcp: {
    summary: 'Luka for a coding agent, over stdin and stdout',
    load: () => import('./commands/mcp.ts'),
  },
  connect: {
    summary: 'make Luka known to a coding agent',
    load: () => import('./commands/connect.ts'),
  },
  drop: { summary: 'hand over a work order', load: () => import('./commands/drop.ts') },
  completion: {
    summary: 'a script that makes your shell finish words',
    load: () => import('./commands/completion.ts'),
  },
  __complete: {
    summary: 'what those scripts ask',
    hidden: true,
    load: () => import('./commands/complete.ts'),
  },
};

/** Speaks of all the others, so all are loaded. */
const SPEAKS_OF_ALL = 'completion';

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
  'escalations',
  'notify',
]);

export interface ProgramOptions {
  /** Words after the program's name. */
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
}

/** @returns the exit code. @throws CommanderError for usage errors, LukaError, or a bug */
export async function runProgram(options: ProgramOptions): Promise<number> {
  let code = 0;
  const program = await createProgram(options, (wanted) => {
    code = wanted;
  });
  await program.parseAsync([...options.words], { from: 'user' });
  return code;
}

/** With the command that the words name; with all of them where `words` is `all`. */
export async function createProgram(
  { words, env, terminal }: Omit<ProgramOptions, 'words'> & { readonly words: readonly string[] | 'all' },
  exitWith: (code: number) => void,
): Promise<Command> {
  const program = new Command('luka');
  const globals = (): { json?: boolean; home?: string } => program.opts();
  const context: CliContext = {
    terminal,
    env,
    json: () => globals().json === true,
    home: () => globals().home ?? defaultHome(env),
    exitWith,
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
  const wanted = words === 'all' ? SPEAKS_OF_ALL : wantedCommand(words);
  for (const name of Object.keys(COMMANDS).sort(byGroup)) {
    const entry = COMMANDS[name] as Entry;
    const { summary, hidden = false } = entry;
    const command = program.command(name, { hidden }).description(summary);
    if (!hidden) command.helpGroup(`${groupOf(name)}:`);
    if (name === wanted || wanted === SPEAKS_OF_ALL) (await entry.load()).define(command, context);
  }
  program.commandsGroup('More:').helpCommand('help [command]', 'how a command is used');
  return program;
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
