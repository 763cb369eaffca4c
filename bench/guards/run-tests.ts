/** Tests of a tree, and what became of each. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface TestResult {
  /** Names of `describe` and `it`, joined by blanks. */
  readonly name: string;
  readonly file: string;
  readonly passed: boolean;
  /** The first line of why not. */
  readonly why: string;
}

interface Report {
  readonly testResults: {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

export interface TestRun {
  readonly results: readonly TestResult[];
  /** A file that did not get as far as its tests: what is broken there says nothing of a guard. */
  readonly broken: string | undefined;
  /** It had to be ended. */
  readonly isEndless: boolean;
}

/** Long enough for a test that starts a whole Luka, short enough for one that waits for what never comes. */
const TEST_MS = 20_000;
/** What starts a Luka for all tests of a file may take its time on a busy machine. */
const HOOK_MS = 60_000;
const RUN_MS = 300_000;
/** A single test, where it may never end. */
export const ENDLESS_MS = 60_000;

/** @param only a part of the full name */
export async function runTests(
  tree: string,
  files: readonly string[],
  only?: string,
  withinMs = RUN_MS,
): Promise<TestRun> {
  const folder = await mkdtemp(join(tmpdir(), 'luka-guards-report-'));
  const report = join(folder, 'report.json');
  const child = spawn(
    process.execPath,
    [
      join(tree, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...files,
      ...(only === undefined ? [] : ['--testNamePattern', patternOf(only)]),
      '--reporter=json',
      `--outputFile=${report}`,
      '--maxWorkers=1',
      `--testTimeout=${TEST_MS}`,
      `--hookTimeout=${HOOK_MS}`,
    ],
    { cwd: tree, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  let isEndless = false;
  const timer = setTimeout(() => {
    isEndless = true;
    // The whole group: the process that runs the tests is a child of this one, and may be the one that hangs.
    process.kill(-child.pid!, 'SIGKILL');
  }, withinMs);
  const said = text(child.stderr);
  await once(child, 'exit');
  clearTimeout(timer);
  try {
    const found = JSON.parse(await readFile(report, 'utf8').catch(() => '{"testResults":[]}')) as Report;
    const results = found.testResults.flatMap((file) =>
      file.assertionResults
        .filter(({ status }) => status === 'passed' || status === 'failed')
        .map(({ fullName, status, failureMessages = [] }) => ({
          name: fullName,
          file: file.name,
          passed: status === 'passed',
          why: failureMessages[0]?.split('\n', 1)[0] ?? '',
        })),
    );
    const broken = found.testResults.find(
      ({ message, assertionResults }) =>
        message !== '' && assertionResults.every(({ status }) => status !== 'passed' && status !== 'failed'),
    );
    const nothing =
      results.length === 0 ? (await said).trim().split('\n').at(-1) || 'no test ran' : undefined;
    return { results, broken: broken?.message.split('\n', 1)[0] ?? nothing, isEndless };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The text and nothing else. Where one name ends and the next begins, vitest matches against " > ". */
function patternOf(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(' ', '(?: > | )');
}
