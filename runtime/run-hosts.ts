/** The two legacy entries, for whoever embeds Luka in a Node program of their own. */
import { createInterface } from 'node:readline/promises';
import { formatError, toErrorBody } from '#shared/errors/luka-error.ts';
import { createRuntime, type Runtime, type RuntimeOptions } from './create-runtime.ts';

export interface HostOptions extends RuntimeOptions {
  readonly input?: NodeJS.ReadableStream | undefined;
  readonly output?: NodeJS.WritableStream | undefined;
}

/** Servers, watchers and queue, until a signal. @returns the exit code */
export async function run_auto(options: HostOptions = {}): Promise<number> {
  const runtime = createRuntime(options);
  const output = options.output ?? process.stdout;
  const started = await runtime.start();
  output.write(`API ${started.apiUrl}\nUI  ${started.uiUrl}\nOpen ${started.link}\n`);
  const off = stopOnSignals(runtime);
  try {
    return await runtime.done;
  } finally {
    off();
  }
}

const HELP = `help            this list
status          what runs and what waits
once            run every enabled task once
run <task>      run one task and wait for its end
exit            stop Luka
`;

/** The same, with a prompt. @returns the exit code */
export async function run_manual(options: HostOptions = {}): Promise<number> {
  const runtime = createRuntime(options);
  const output = options.output ?? process.stdout;
  const started = await runtime.start();
  output.write(`API ${started.apiUrl}\nUI  ${started.uiUrl}\nOpen ${started.link}\n${HELP}`);
  const off = stopOnSignals(runtime);
  const prompt = createInterface({ input: options.input ?? process.stdin, output, prompt: 'luka> ' });
  void runtime.done.then(() => prompt.close());
  try {
    prompt.prompt();
    for await (const line of prompt) {
      if (!(await answer(runtime, line.trim(), (text) => output.write(text)))) break;
      prompt.prompt();
    }
    await runtime.stop();
    return await runtime.done;
  } finally {
    prompt.close();
    off();
  }
}

/** @returns false when the conversation is over */
async function answer(runtime: Runtime, line: string, write: (text: string) => void): Promise<boolean> {
  const { engine } = runtime;
  const [verb = '', ...rest] = line.split(/\s+/);
  if (verb === 'exit' || verb === 'quit' || !engine) return false;
  try {
    switch (verb) {
      case '':
        break;
      case 'help':
        write(HELP);
        break;
      case 'status': {
        const counts = engine.queries.counts(Date.now());
        write(
          `${counts.running} running, ${counts.queued} queued, ${counts.succeededToday} succeeded and ${counts.failedToday} failed today\n`,
        );
        break;
      }
      case 'once':
        for (const task of engine.tasks.list()) {
          if (task.state === 'ready') write(`${await runToEnd(engine, task.id)}\n`);
        }
        break;
      case 'run':
        write(`${await runToEnd(engine, rest[0] ?? '')}\n`);
        break;
      default:
        write(`usage: there is no command ${verb}; type help\n`);
    }
  } catch (error) {
    write(`${formatError(toErrorBody(error))}\n`);
  }
  return true;
}

async function runToEnd(engine: NonNullable<Runtime['engine']>, task: string): Promise<string> {
  const { promise: end, resolve } = Promise.withResolvers<void>();
  let id: number | undefined;
  const ended = new Set<number>();
  const off = engine.store.onEvent((event) => {
    if (event.type !== 'run.finished' || event.run === undefined) return;
    ended.add(event.run);
    if (event.run === id) resolve();
  });
  try {
    ({ id } = await engine.runs.requestTask(task, { cause: { kind: 'manual', by: 'person' } }));
    if (!ended.has(id)) await end;
    const run = engine.runs.snapshot(id);
    return `#${id} ${run.title}: ${run.state}${run.message === undefined ? '' : ` (${run.message})`}`;
  } finally {
    off();
  }
}

function stopOnSignals(runtime: Runtime): () => void {
  const stop = () => void runtime.stop();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}
