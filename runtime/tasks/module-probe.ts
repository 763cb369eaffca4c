/**
 * Imports a module in a child process that may read files but change nothing (Node's permission model), to learn what
 * it exports. Deciding whether a module may run is not the probe's business, so it must not run it by accident.
 */
import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { readCrash } from './module-crash.ts';
import { describeSource } from './module-source.ts';
import type { ModuleDescription, ModuleProbe } from './ports.ts';
import { escapePattern, placesIn } from './source-text.ts';

export interface ModuleProbeOptions {
  /** The Node that runs modules. */
  readonly nodePath: string;
  /** Where module-host is: a file of this folder, or of the bundle. */
  readonly hostProgram: string;
  /** Default 10 s. */
  readonly timeoutMs?: number;
  /** Added to the little that the child is given. */
  readonly env?: Readonly<Record<string, string>>;
}

interface ChildResult {
  readonly line: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly timedOut: boolean;
}

const MAX_BYTES = 262_144;
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'ELECTRON_RUN_AS_NODE'];
const RESTRICTED = ['--permission', '--allow-fs-read=*'];
/** What Node exits with for an option it does not know. */
const BAD_OPTION = 9;

export function createModuleProbe(options: ModuleProbeOptions): ModuleProbe {
  return {
    async describe(file) {
      await mustBeFile(file);
      let result = await describeInChild(options, file, RESTRICTED);
      if (result.exitCode === BAD_OPTION && result.stderr.includes('bad option')) {
        result = await describeInChild(options, file, []);
      }
      return await judge(file, result, options.timeoutMs ?? 10_000);
    },
  };
}

async function mustBeFile(file: string): Promise<void> {
  try {
    if ((await stat(file)).isFile()) return;
  } catch (error) {
    throw missing(file, error);
  }
  throw missing(file);
}

function missing(file: string, cause?: unknown): LukaError {
  return new LukaError('module_missing', { message: `there is no module ${file}`, cause });
}

async function describeInChild(
  options: ModuleProbeOptions,
  file: string,
  flags: readonly string[],
): Promise<ChildResult> {
  const env: Record<string, string> = { ...options.env, LUKA_PROBE: '1' };
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const child = spawn(options.nodePath, [...flags, options.hostProgram, 'describe', file], {
    cwd: dirname(file),
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child.pid);
  }, options.timeoutMs ?? 10_000);
  const stderr = collect(child.stderr as Readable);
  const line = collect(child.stdio[3] as Readable);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { line: line(), stderr: stderr(), exitCode, timedOut };
  } catch (error) {
    throw new LukaError('module_broken', {
      message: `the program that reads modules could not be started: ${error instanceof Error ? error.message : 'unknown'}`,
      remedy: 'check that Luka is installed whole',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    endGroup(child.pid);
  }
}

/** The child leads its own group, so this ends whatever it started as well. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function collect(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes < MAX_BYTES) chunks.push(chunk);
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8').slice(0, MAX_BYTES);
}

async function judge(file: string, result: ChildResult, timeoutMs: number): Promise<ModuleDescription> {
  const broken = (message: string, remedy: string): LukaError =>
    brokenModule({ message, remedy, file, line: 1, column: 1 }, file);
  if (result.timedOut) {
    throw broken(
      `importing it did not end within ${timeoutMs / 1_000} s`,
      'do the work inside run_auto(ctx), not at the top level',
    );
  }
  if (result.line === '') {
    if (result.exitCode === 0 || result.exitCode === 13) {
      throw broken(
        'importing it never ends, or ends the process',
        'do the work inside run_auto(ctx), not at the top level',
      );
    }
    if (result.stderr.trim() === '') {
      throw broken(
        `importing it ended the process with exit code ${result.exitCode}`,
        'do not call process.exit at the top level',
      );
    }
    const crash = readCrash(result.stderr);
    const place =
      crash.specifier === undefined ? undefined : await placeOfImport(crash.file ?? file, crash.specifier);
    throw brokenModule({ file, line: 1, column: 1, remedy: 'mend it there', ...crash, ...place }, file);
  }
  const told = readDescription(result.line);
  if (!told) throw broken('it describes itself with too much data', 'keep the default export small');
  const description = 'denied' in told ? describeSource(await readFile(file, 'utf8')) : told;
  if (description.functions.length === 0 && description.definition === undefined) {
    throw new LukaError('module_no_entry', {
      message: `${basename(file)} exports nothing that Luka can run`,
      findings: [
        finding(
          'module_no_entry',
          `${basename(file)} exports nothing that Luka can run`,
          'export run_auto(ctx), run_manual(ctx) or a default defineTask(...)',
          { file, line: 1, column: 1 },
        ),
      ],
    });
  }
  return description;
}

function readDescription(line: string): ModuleDescription | { readonly denied: string } | undefined {
  try {
    return JSON.parse(line) as ModuleDescription | { readonly denied: string };
  } catch {
    return undefined;
  }
}

async function placeOfImport(
  file: string,
  specifier: string,
): Promise<{ line: number; column: number } | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const at = text.search(new RegExp(`['"][^'"\\n]*${escapePattern(specifier)}['"]`));
  return at < 0 ? undefined : placesIn(text)(at);
}

interface Broken {
  readonly message: string;
  readonly remedy: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function brokenModule(broken: Broken, module: string): LukaError {
  const { message, remedy, file, line, column } = broken;
  const where = file === module ? basename(module) : `${basename(module)} (in ${basename(file)})`;
  const text = `${where} cannot be loaded: ${message}`;
  return new LukaError('module_broken', {
    message: `${text} (line ${line}, column ${column})`,
    remedy,
    findings: [finding('module_broken', text, remedy, { file, line, column })],
  });
}

function finding(
  code: string,
  message: string,
  remedy: string,
  place: Pick<Broken, 'file' | 'line' | 'column'>,
): Finding {
  return { code, severity: 'error', message, remedy, ...place };
}
