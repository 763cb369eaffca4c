/**
 * A program of its own, started as a child process for every module, so that whatever a module does to its process
 * it does not do to Luka's.
 *
 *   node module-host describe FILE                        one JSON line about the module on file descriptor 3
 *   node module-host run FILE FUNCTION|- auto|manual      calls it; context from LUKA_CONTEXT, outputs to LUKA_OUTPUT
 *   node module-host test FILE FOLDER                     calls its selfTest; one JSON line of how that went on 3
 *
 * A module that cannot be imported, or throws, ends this process as it would end any: the stack on stderr, exit code 1.
 */
import { appendFileSync, readFileSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format, inspect } from 'node:util';
import { definitionOf, findEntry, functionNames } from './module-entry.ts';
import { formatOutput, isOutputName } from './output-format.ts';

type Namespace = Readonly<Record<string, unknown>>;
const ANSWER_FD = 3;

async function describeModule(file: string): Promise<void> {
  let description: unknown;
  try {
    const namespace = (await import(pathToFileURL(file).href)) as Namespace;
    const functions = functionNames(namespace);
    const definition = definitionOf(namespace);
    description = {
      hasAuto: functions.includes('run_auto'),
      hasManual: functions.includes('run_manual'),
      functions,
      ...(definition ? { definition: plain(definition) } : {}),
    };
  } catch (error) {
    // The probe runs without the right to change anything: that the module wanted to is not a fault of the module.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_ACCESS_DENIED') throw error;
    description = { denied: 'permission' in error ? String(error.permission) : 'something' };
  }
  answer(description);
}

/** A test says no by throwing or by returning false. */
async function testModule(file: string, folder: string): Promise<void> {
  try {
    const namespace = (await import(pathToFileURL(file).href)) as Namespace;
    const test = findEntry(namespace, 'selfTest', 'manual') ?? findEntry(namespace, 'self_test', 'manual');
    if (!test) return answer({ passed: false, message: 'it exports no selfTest' });
    const result = await test({ folder });
    answer(result === false ? { passed: false, message: 'it returned false' } : { passed: true });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : inspect(error);
    answer({ passed: false, message });
  }
}

function answer(value: unknown): void {
  writeSync(ANSWER_FD, `${JSON.stringify(value)}\n`);
  // Whatever the module left going must not keep whoever asked waiting.
  process.exit(0);
}

async function runModule(file: string, name: string | undefined, mode: 'auto' | 'manual'): Promise<void> {
  const context = createContext();
  const namespace = (await import(pathToFileURL(file).href)) as Namespace;
  const entry = findEntry(namespace, name, mode);
  if (!entry) {
    const wanted = name === undefined ? 'run_auto, run_manual or a default with run(ctx)' : name;
    fail(
      `module_no_entry: ${file} does not export ${wanted}; it exports ${functionNames(namespace).join(', ') || 'nothing'}`,
    );
    return;
  }
  try {
    writeResult(await entry(context));
  } catch (error) {
    fail(
      error instanceof Error ? (error.stack ?? error.message) + causes(error) : `thrown: ${inspect(error)}`,
    );
  }
}

function createContext(): object {
  const file = process.env['LUKA_CONTEXT'];
  const given = (file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'))) as Namespace;
  let controller: AbortController | undefined;
  return {
    params: {},
    with: {},
    outputs: {},
    ...given,
    /** Only a module that asks for it takes SIGTERM into its own hands. */
    get signal(): AbortSignal {
      if (!controller) {
        const made = new AbortController();
        process.once('SIGTERM', () => {
          // Work that heeds the signal ends soon; what it leaves unsaid is that it did not succeed.
          process.exitCode = 143;
          made.abort(new Error('the run was ended'));
        });
        controller = made;
      }
      return controller.signal;
    },
    log: (...values: unknown[]) => process.stdout.write(`${format(...values)}\n`),
    setOutput(name: string, value: unknown) {
      if (!isOutputName(name))
        throw new TypeError(`"${name}" is no output name (letters, digits, "_" and "-")`);
      const text = outputText(value);
      if (text === undefined) throw new TypeError(`the output "${name}" cannot be written as text or JSON`);
      append(formatOutput(name, text));
    },
  };
}

/** The fields of a returned object become outputs; what cannot is said and left out, for the work itself is done. */
function writeResult(result: unknown): void {
  if (result === undefined || result === null) return;
  const fields =
    typeof result === 'object' && !Array.isArray(result)
      ? Object.entries(result)
      : [['result', result] as const];
  let lines = '';
  for (const [name, value] of fields) {
    if (value === undefined || value === null || typeof value === 'function') continue;
    const text = outputText(value);
    if (text === undefined || !isOutputName(name)) {
      process.stderr.write(`luka: the returned "${name}" cannot be an output and is left out\n`);
    } else lines += formatOutput(name, text);
  }
  append(lines);
}

function outputText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      try {
        return JSON.stringify(value);
      } catch {
        return undefined;
      }
  }
}

function append(lines: string): void {
  const file = process.env['LUKA_OUTPUT'];
  if (file !== undefined && lines !== '') appendFileSync(file, lines, { mode: 0o600 });
}

/** What JSON can carry of a definition; functions go by themselves, the rest that cannot is named by its type. */
function plain(definition: Namespace): unknown {
  const above: unknown[] = [];
  return JSON.parse(
    JSON.stringify(definition, function replace(this: unknown, _key, value: unknown) {
      while (above.length > 0 && above.at(-1) !== this) above.pop();
      if (typeof value === 'bigint') return String(value);
      if (value === null || typeof value !== 'object') return value;
      if (above.includes(value) || above.length > 100) return '[circular]';
      above.push(value);
      return value;
    }),
  );
}

function causes(error: Error): string {
  return error.cause === undefined ? '' : `\ncaused by: ${inspect(error.cause, { depth: 3 })}`;
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`, () => process.exit(process.exitCode === 143 ? 143 : 1));
}

const [command, file = '', name = '-', mode] = process.argv.slice(2);
if (command === 'describe') await describeModule(file);
else if (command === 'run')
  await runModule(file, name === '-' ? undefined : name, mode === 'manual' ? 'manual' : 'auto');
else if (command === 'test') await testModule(file, name);
else fail('usage: module-host describe FILE | run FILE FUNCTION|- auto|manual | test FILE FOLDER');
