/**
 * Runs the unit and integration tests: `vitest run`, with its options.
 *
 * In CI a file whose process crashed (rare faults of V8 end a process of thousands of tests by SIGSEGV, at no place of
 * ours) is run once more by itself, and told, as a test that fails once is. It has to pass then; whatever else failed
 * stays failed.
 */
import { parseCLI, startVitest } from 'vitest/node';
import { crashesOf } from './crashed-files.ts';

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);

const first = await startVitest(filter, { ...options, watch: false });
const crashes = crashesOf(first.state.getUnhandledErrors());
const onlyCrashed = crashes !== undefined && crashes.length > 0 && failedTests(first) === 0;
await first.close();

if (onlyCrashed && process.env['CI'] !== undefined) {
  for (const { signal, files } of crashes)
    console.error(`\nA process of the tests crashed by ${signal} in ${files.join(', ')}: run once more.\n`);
  process.exitCode = 0;
  const again = await startVitest(
    crashes.flatMap(({ files }) => files),
    { ...options, watch: false },
  );
  await again.close();
}

/** A file that crashed has tests that never came to an end: they did not fail. */
function failedTests({ state }: Awaited<ReturnType<typeof startVitest>>): number {
  let failed = 0;
  for (const module of state.getTestModules())
    failed += module.errors().length + Array.from(module.children.allTests('failed')).length;
  return failed;
}
