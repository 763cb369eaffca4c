import { defineConfig } from 'vitest/config';

const ENDING = '**/*.test.{ts,tsx}';

export default defineConfig({
  test: {
    environment: 'node',
    // Real processes and real disks: slow on a busy machine is not wrong.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Told as a retry where it happens: a machine of others' must not lose a whole run to one late process.
    retry: process.env['CI'] === undefined ? 0 : 1,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // Nothing but functions: one process for all of them, eight times as quick.
        test: { name: 'pure', include: [`{shared,renderer}/${ENDING}`], isolate: false },
      },
      {
        extends: true,
        test: { name: 'real', include: [`{runtime,cli,electron,build,bench}/${ENDING}`] },
      },
    ],
  },
});
