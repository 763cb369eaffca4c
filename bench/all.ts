/** Runs every benchmark after one another, each in a process of its own: `npm run bench`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

let failed = false;
for (const name of [
  'startup',
  'run-start',
  'gate',
  'output',
  'schedule',
  'agents',
  'ask',
  'knowledge',
  'knowledge-busy',
  'log-search',
  'ui-load',
  'insights-ui',
  'idle',
  'desktop',
]) {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))], {
    stdio: 'inherit',
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
