/**
 * Runs the test that a module exports, in a child. It may read everything, and write into a folder of its own only
 * (Node's permission model): a test must not do what the module is for.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { z } from 'zod';
import { runApart, type ApartEnd } from '../../runs/processes/run-apart.ts';

export interface SelfTestOptions {
  /** The Node that runs modules. */
  readonly nodePath: string;
  /** Where module-host is. */
  readonly hostProgram: string;
  /** Default 30 s. */
  readonly timeoutMs?: number | undefined;
}

const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'ELECTRON_RUN_AS_NODE'];
const LONGEST = 16_384;
const Answer = z.object({ passed: z.boolean(), message: z.string().optional() });

/** @throws LukaError module_test_failed */
export async function runSelfTest(file: string, options: SelfTestOptions): Promise<void> {
  const { timeoutMs = 30_000 } = options;
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'luka-self-test-')));
  try {
    const { told: line, stderr, code, timedOut } = await runChild(file, folder, timeoutMs, options);
    const failed = (message: string, remedy?: string): LukaError =>
      new LukaError('module_test_failed', {
        message: `the test of ${basename(file)} failed: ${message}`,
        ...(remedy === undefined ? {} : { remedy }),
      });
    if (timedOut) throw failed(`it did not end within ${timeoutMs / 1_000} s`);
    if (line === '')
      throw failed(
        `its process ended with ${code ?? 'a signal'} before it answered${stderr === '' ? '' : `: ${firstLine(stderr)}`}`,
        'it must neither end the process nor wait for what never comes',
      );
    const answer = Answer.parse(JSON.parse(line));
    if (answer.passed) return;
    const message = firstLine(answer.message ?? 'it says so');
    throw message.includes('ERR_ACCESS_DENIED') || message.includes('restricted')
      ? failed(message, 'a test may write into ctx.folder only, and start no programs')
      : failed(message);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runChild(
  file: string,
  folder: string,
  timeoutMs: number,
  { nodePath, hostProgram }: SelfTestOptions,
): Promise<ApartEnd> {
  const env: Record<string, string> = { LUKA_SELF_TEST: '1', TMPDIR: folder };
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return runApart(
    nodePath,
    ['--permission', '--allow-fs-read=*', `--allow-fs-write=${folder}`, hostProgram, 'test', file, folder],
    { cwd: dirname(file), env, timeoutMs, longest: LONGEST },
  );
}

/** The line that says what is wrong: Node's own first lines name the place and the code. */
function firstLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.find((line) => line !== '') ?? '').slice(
    0,
    500,
  );
}
