/**
 * A program of the person's own. What is told comes as JSON on its standard input and in its environment; nothing of it is
 * ever part of a command line. It is caged as the policy cages the person's own runs, and ended, with all that it started,
 * when its time is over.
 */
import { spawn } from 'node:child_process';
import type { ChannelOf, Message } from '#shared/nouns/notify.ts';
import { formatInterval } from '#shared/nouns/duration.ts';
import type { Clock } from '../../clock.ts';
import { endTree } from '../../runs/processes/end-tree.ts';
import { MARK_NAME, type RunMark } from '../../runs/processes/run-mark.ts';
import { expandHome } from '../../runs/step-results.ts';
import { again, dead, reasonOf, sent, type ChannelSender, type Sent } from './channel.ts';
import { oneLine } from './http-send.ts';

const TIMEOUT_MS = 30_000;
const GRACE_MS = 2_000;
/** Bytes of what it prints that are kept. */
const PRINTED = 2_000;
/** EX_TEMPFAIL of sysexits(3): it asks to be tried again. */
const TEMPORARY = 75;

type Argv = readonly [string, ...string[]];

export interface CommandOptions {
  readonly clock: Clock;
  /** What every process of Luka's gets. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly cwd: string;
  /** By it everything is found that the program started. */
  readonly mark: (message: string) => RunMark;
  /** The program with what stands around it, as the policy has it. */
  readonly cage: (
    argv: Argv,
    env: Readonly<Record<string, string>>,
  ) => Promise<{ argv: Argv; env: Record<string, string> }>;
}

export function createCommandSender(options: CommandOptions): ChannelSender<'command'> {
  return {
    kind: 'command',
    where: ({ argv }) => argv[0] ?? '',
    async send(channel, message, context) {
      const own: Record<string, string> = {};
      for (const [name, value] of Object.entries(channel.env ?? {})) own[name] = await context.secret(value);
      try {
        return await run(channel, message, own, options, context.signal);
      } catch (error) {
        return dead(`it could not be started: ${reasonOf(error)}`);
      }
    },
  };
}

async function run(
  { argv, timeout = TIMEOUT_MS }: ChannelOf<'command'>,
  message: Message,
  own: Readonly<Record<string, string>>,
  { clock, environment, cwd, mark: markOf, cage }: CommandOptions,
  signal: AbortSignal,
): Promise<Sent> {
  const base = environment();
  const mark = markOf(message.id);
  const [program = '', ...args] = argv;
  const caged = await cage([expandHome(program, base['HOME'] ?? cwd), ...args], {
    ...base,
    ...own,
    ...variablesOf(message),
  });
  const [file, ...rest] = caged.argv;
  const child = spawn(file, rest, {
    cwd,
    env: { ...caged.env, [MARK_NAME]: mark.value },
    // A group of its own: what it starts ends with it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed: Buffer[] = [];
  let length = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      if (length < PRINTED) printed.push(bytes);
      length += bytes.length;
    });
  // It need not read what it is given.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(message));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, by) => resolve({ code, signal: by }));
  });
  const { pid } = child;
  if (pid === undefined) await ended;
  const endAll = () => endTree({ groups: new Set([pid!]), mark: mark.text, graceMs: GRACE_MS, clock });
  let late = false;
  const cancel = clock.after(timeout, () => {
    late = true;
    void endAll();
  });
  const stop = (): void => void endAll();
  signal.addEventListener('abort', stop);
  try {
    const { code, signal: by } = await ended;
    // What it left behind holds nothing of ours any more.
    await endAll();
    const said = oneLine(Buffer.concat(printed).subarray(0, PRINTED).toString('utf8'));
    const more = said === '' ? '' : `: ${said}`;
    if (late) return dead(`it took longer than ${formatInterval(timeout)}${more}`);
    if (signal.aborted) return again('Luka stopped meanwhile');
    if (code === 0) return sent(said === '' ? 'exit code 0' : said);
    const how = code === null ? `it was ended by ${by}` : `exit code ${code}`;
    return code === TEMPORARY ? again(`${how}${more}`) : dead(`${how}${more}`);
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
}

function variablesOf({ id, kind, severity, title, body, open, count }: Message): Record<string, string> {
  return Object.fromEntries(
    Object.entries({
      ID: id,
      KIND: kind,
      SEVERITY: severity,
      TITLE: title,
      BODY: body,
      OPEN: open,
      COUNT: String(count),
    }).map(
      // NUL ends a variable, and spawn refuses it.
      ([name, value]) => [`LUKA_NOTIFY_${name}`, value.replaceAll('\0', '')],
    ),
  );
}
