import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,runtime,cli,electron,renderer,build,bench}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Real processes and real disks: slow on a busy machine is not wrong.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
