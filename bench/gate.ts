/** What a decision costs: a typical task, judged with everything that is asked. Bound: 2 ms, median. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRuntime } from '#runtime/create-runtime.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { median, percentile, report, temporaryHome, type Result } from './measure.ts';

const ROUNDS = 500;
const WARM_UP = 100;
const BOUND_MS = 2;

await using home = await temporaryHome();
const work = join(home.path, 'person', 'work');
await mkdir(work, { recursive: true });
await writeFile(join(work, 'backup.sh'), 'set -eu\nrsync -a "$1/" "$2/"\nls -l "$2" | tail -5\n');
const runtime = createRuntime({
  home: join(home.path, 'luka'),
  apiPort: 0,
  uiPort: 0,
  env: { ...process.env, HOME: join(home.path, 'person') },
});
await runtime.start();
const { engine } = runtime;
if (!engine) throw new Error('started without an engine');

const TASKS: Readonly<Record<string, TaskDefinition>> = {
  'a shell line and a probe': {
    params: { target: { type: 'string', default: '/tmp' } },
    steps: [
      {
        id: 'copy',
        run: 'rsync -a "$HOME/Documents/" "$PARAM_TARGET/Documents/"\necho "count=$(find "$PARAM_TARGET" -type f | wc -l)" >> "$LUKA_OUTPUT"',
      },
      { argv: ['echo', '${{ steps.copy.outputs.count }} files'] },
      { http: { url: 'http://127.0.0.1:9000/done' } },
    ],
  },
  'a script of its own': { cwd: work, steps: [{ run: './backup.sh a b && git status -sb' }] },
  'inline JavaScript': {
    steps: [
      {
        node: {
          code: "import { readFile } from 'node:fs/promises';\nconsole.log((await readFile('/etc/hosts', 'utf8')).length);",
        },
      },
    ],
  },
};

const lines: Result[] = [];
for (const [what, definition] of Object.entries(TASKS)) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    // Never the same twice: an answer that was remembered would cost nothing.
    const params = { target: `/tmp/${round}` };
    const start = performance.now();
    await engine.safety.keeper.preview({ definition, params, cause: { kind: 'order', by: 'agent' } });
    if (round >= WARM_UP) times.push(performance.now() - start);
  }
  const middle = median(times);
  lines.push({
    what,
    measured: `median ${middle.toFixed(2)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`,
    bound: `median ${BOUND_MS} ms`,
    ok: middle <= BOUND_MS,
  });
}
await runtime.stop();
report('Judging a run before it may start', lines);
