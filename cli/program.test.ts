import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { captureTerminal } from './captured-terminal.ts';
import { runProgram, usageFault } from './program.ts';

/** Parses words that end in help or in a mistake. */
async function parse(...words: string[]): Promise<{ error: CommanderError; out: string; err: string }> {
  const { terminal, text } = captureTerminal();
  const error = await runProgram({ words, env: { LUKA_HOME: '/nonexistent' }, terminal }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CommanderError);
  return { error: error as CommanderError, out: text('out'), err: text('err') };
}

const COMMANDS = [
  ['up'],
  ['down'],
  ['status'],
  ['open'],
  ['task'],
  ['task', 'list'],
  ['task', 'lint'],
  ['task', 'new'],
  ['task', 'enable'],
  ['task', 'disable'],
  ['services'],
  ['service'],
  ['service', 'start'],
  ['service', 'stop'],
  ['service', 'restart'],
  ['run'],
  ['ps'],
  ['logs'],
  ['logs', 'search'],
  ['cancel'],
  ['next'],
  ['why'],
  ['history'],
  ['pause'],
  ['resume'],
  ['release'],
  ['hook'],
  ['import'],
  ['secret'],
  ['secret', 'set'],
  ['secret', 'list'],
  ['secret', 'rm'],
  ['agents'],
  ['agents', 'list'],
  ['agents', 'show'],
  ['agents', 'doctor'],
  ['agents', 'lint'],
  ['agents', 'new'],
  ['agents', 'fix'],
  ['agents', 'edit'],
  ['agents', 'enable'],
  ['agents', 'disable'],
  ['agents', 'remove'],
  ['agents', 'history'],
  ['agents', 'rollback'],
  ['deploy'],
  ['verify'],
  ['rollback'],
  ['modernize'],
  ['releases'],
  ['units'],
  ['units', 'list'],
  ['units', 'start'],
  ['power'],
  ['power', 'status'],
  ['power', 'awake'],
  ['power', 'release'],
  ['power', 'doctor'],
  ['power', 'wakes'],
  ['power', 'wakes', 'plan'],
  ['power', 'wakes', 'cancel'],
  ['power', 'headless'],
  ['agents', 'import'],
  ['agents', 'give-back'],
  ['backup'],
  ['restore'],
  ['export'],
  ['doctor'],
  ['retention'],
  ['notify'],
  ['notify', 'channels'],
  ['notify', 'test'],
  ['notify', 'log'],
  ['notify', 'routes'],
  ['insights'],
  ['telemetry'],
  ['mcp'],
  ['connect'],
  ['completion'],
  ['search'],
  ['knowledge'],
  ['knowledge', 'search'],
  ['knowledge', 'recall'],
  ['knowledge', 'model'],
  ['knowledge', 'eval'],
  ['knowledge', 'consolidate'],
  ['knowledge', 'duplicates'],
  ['ask'],
  ['escalations'],
  ['escalations', 'settle'],
  ['remember'],
  ['recall'],
  ['forget'],
  ['prompt'],
  ['prompt', 'list'],
  ['prompt', 'fill'],
  ['report'],
  ['report', 'session'],
  ['report', 'day'],
  ['report', 'week'],
  ['report', 'list'],
  ['report', 'show'],
  ['todos'],
  ['drop'],
  ['knowledge', 'sync'],
  ['knowledge', 'cancel'],
  ['knowledge', 'status'],
  ['knowledge', 'sources'],
  ['knowledge', 'add'],
  ['knowledge', 'remove'],
  ['knowledge', 'skipped'],
];

describe('help', () => {
  it.each(COMMANDS)('of %s %s has an example, --json and --home', async (...words) => {
    const { error, out } = await parse(...words.filter(Boolean), '--help');
    expect(error.exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`Examples?:\\n  (.*\\| )?luka ${words.filter(Boolean).join(' ')}`));
    expect(out).toContain('--json');
    expect(out).toContain('--home');
  });

  it('names every command with its summary', async () => {
    const { out } = await parse('--help');
    for (const [name] of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  it('loads the command after help, also behind an option', async () => {
    expect((await parse('help', 'logs')).out).toContain('--stream');
    expect((await parse('--home', 'run', 'logs', '--help')).out).toContain('--stream');
  });
});

describe('a mistake on the command line', () => {
  it.each([
    [['staus'], "unknown command 'staus' (Did you mean status?)", 'see: luka --help'],
    [['task', 'lnt'], "unknown command 'lnt' (Did you mean lint?)", 'see: luka task --help'],
    [['run'], "missing required argument 'task'", 'see: luka run --help'],
    [['task', 'new'], "missing required argument 'id'", 'see: luka task new --help'],
    [['secret', 'rm'], "missing required argument 'name'", 'see: luka secret rm --help'],
    [['ps', '--lmit', '3'], "unknown option '--lmit' (Did you mean --limit?)", 'see: luka ps --help'],
    [['help', 'rnu'], "unknown command 'rnu'", 'see: luka --help'],
    [['task'], 'a command is missing', 'see: luka task --help'],
    [[], 'a command is missing', 'see: luka --help'],
  ])('%j is told in the form of all errors', async (words, message, remedy) => {
    const { error } = await parse(...words);
    expect(usageFault(error, words)).toEqual({ message, remedy });
  });

  it('brings no help text to a script', async () => {
    expect(await parse('--json')).toMatchObject({ out: '', err: '' });
  });
});
