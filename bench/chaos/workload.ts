/**
 * What Luka is given to do: tasks with every kind of trigger and policy whose life a crash may cut. Each step writes a line
 * into the file of effects as its first act and another as its last, so that what was done is known without the ledger.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TaskDefinition } from '#shared/nouns/task.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { homeLayout } from '#runtime/home/layout.ts';

/** A task as its file says it: durations in words. */
type TaskText = Readonly<Record<string, unknown>>;

/** `first` or `last`, the run, `<attempt>.step-<n>.outputs`, the task, and what the caller called it. */
function say(word: 'first' | 'last', file: string, token = '${PARAM_TOKEN:--}'): string {
  return `echo "${word} $LUKA_RUN_ID \${LUKA_OUTPUT##*/} \${LUKA_TASK:--} ${token}" >> '${file}'`;
}

export function shellLine(effects: string, work: string, token?: string): string {
  return `${say('first', effects, token)}\n${work}\n${say('last', effects, token)}`;
}

/**
 * Goes on for ever and ignores being asked to end, as does its child in a session (on macOS a group) of its own: only
 * somebody who ends them for good gets rid of them.
 */
const STUBBORN = `trap '' TERM
if command -v setsid > /dev/null; then away=setsid; else away=; set -m; fi
$away bash -c 'trap "" TERM; while :; do sleep 0.1; done' &
while :; do sleep 0.1; done`;

/** Ends before its child does. It only leaves it behind where Luka, its parent, has died meanwhile. */
const LEAVER = `if command -v setsid > /dev/null; then away=setsid; else away=; set -m; fi
$away bash -c 'while :; do sleep 0.1; done' & child=$!
sleep 0.4
test "$(ps -o ppid= -p $$ | tr -d ' ')" != "$PPID" || kill -KILL -- -$child`;

const FAILS_ONCE = `case "\${LUKA_OUTPUT##*/}" in 1.*) exit 3;; esac`;

export function tasksOf(effects: string): Record<string, TaskText> {
  const step = (work: string) => ({ run: shellLine(effects, work) });
  const task = (work: string, more: TaskText): TaskText => ({
    quarantine: false,
    grace: '150ms',
    ...more,
    steps: [step(work)],
  });
  const params = { token: { type: 'string', required: true } };
  return {
    'every-second': task('sleep 0.05', { triggers: [{ cron: '* * * * * *' }], overlap: 'queue' }),
    nap: task('true', { triggers: [{ cron: '* * * * * *' }], catchUp: { pause: 'all' }, overlap: 'queue' }),
    pulse: task('sleep 0.4', { triggers: [{ every: '2s' }], overlap: 'coalesce' }),
    follower: task('true', { triggers: [{ after: 'pulse', on: 'any' }] }),
    flaky: task(FAILS_ONCE, {
      triggers: [{ every: '3s' }],
      retry: { times: 2, delay: '100ms', backoff: 'fixed' },
    }),
    'after-flaky': task('true', { triggers: [{ after: 'flaky' }] }),
    stubborn: task(STUBBORN, { triggers: [{ every: '5s' }], timeout: '800ms' }),
    leaver: task(LEAVER, { triggers: [{ every: '2s' }] }),
    adopted: {
      ...task('', { triggers: [{ every: '4s' }], orphans: 'adopt' }),
      steps: [step('sleep 0.7'), step('sleep 0.2')],
    },
    again: task('sleep 0.3', { triggers: [{ every: '3s' }], idempotent: true, overlap: 'queue' }),
    replaced: task('sleep 2.5', { triggers: [{ every: '2s' }], overlap: 'replace' }),
    careful: task('true', { triggers: [{ every: '3s' }], conditions: { disk: { free: '1MB' } } }),
    switched: task('true', {}),
    asked: task('sleep 0.1', { params }),
    'asked-again': task('sleep 0.2', { params, idempotent: true }),
    hooked: task('true', { params, triggers: [{ webhook: { perMinute: 600 } }] }),
  };
}

/** The same as Luka reads them. */
export function definitionsOf(tasks: Record<string, TaskText>): Map<string, TaskDefinition> {
  return new Map(Object.entries(tasks).map(([id, text]) => [id, TaskDefinition.parse(text)]));
}

/**
 * A home with these tasks and nothing in its ledger yet. It is not a new one: that gets samples, which start by the hour of
 * the day, so that what is checked would hang on when it is.
 */
export async function makeHome(root: string, tasks: Record<string, TaskText>): Promise<void> {
  await openHome(root);
  const layout = homeLayout(root);
  // Only a home without a ledger is new.
  await writeFile(layout.database, '', { mode: 0o600 });
  await mkdir(layout.tasks, { recursive: true });
  // JSON is YAML.
  for (const [id, text] of Object.entries(tasks))
    await writeFile(join(layout.tasks, `${id}.yaml`), JSON.stringify(text, undefined, 2));
  // What is tried here is the ledger: a sandbox would end the processes that are meant to outlive Luka, and hide their pids.
  await writeFile(layout.policy, 'confinement: { agent: off }\n', { mode: 0o600 });
  await writeFile(layout.settings, JSON.stringify({ maxRunning: 8, graceMs: 200 }), { mode: 0o600 });
}
