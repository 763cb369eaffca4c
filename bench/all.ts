/**
 * Runs every benchmark after one another, each in a process of its own: `npm run bench`. With `--long` (`npm run bench:long`)
 * those that take minutes each, too.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { long: { type: 'boolean', default: false } } });

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
  'knowledge-search',
  'log-search',
  'ui-load',
  'insights-ui',
  'idle',
  'desktop',
  ...(values.long ? ['knowledge-kills', 'year'] : []),
]) {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))], {
    stdio: 'inherit',
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
