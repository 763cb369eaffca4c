/** Runs: listing, waiting for, reading and ending them. */
import { z } from 'zod';
import { isDone, type Run, RunState, RunSummary, STEP_RUN_STATES } from '#shared/nouns/run.ts';
import { DESTROYS, defineTool, READS, type ToolContext } from '../tool.ts';

const RunNumber = z.int().positive().describe('The number of a run.');
/** A run as an agent needs it. */
const Told = z.object({
  run: z.int(),
  title: z.string(),
  task: z.string().optional(),
  state: RunState,
  done: z.boolean(),
  approval: z.int().optional().describe('The approval it waits for, waited for, or ran by.'),
  queuedAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  durationMs: z.number().optional(),
  exitCode: z.int().optional(),
  errorCode: z.string().optional(),
  message: z.string().optional(),
  validation: z.string().optional().describe('Whether a human has to look at the result, or has.'),
});
const Step = z.object({
  name: z.string(),
  state: z.enum(STEP_RUN_STATES),
  exitCode: z.int().optional(),
  message: z.string().optional(),
});
const Whole = Told.extend({
  steps: z.array(Step).describe('Of the newest attempt.'),
  failedChecks: z.array(z.string()),
  logBytes: z.int(),
});

function tell(run: RunSummary): z.input<typeof Told> {
  const {
    id,
    priority: _priority,
    cause: _cause,
    attempt: _attempt,
    readyAt: _ready,
    signal: _signal,
    ...rest
  } = run;
  return { ...rest, run: id, done: isDone(run.state) };
}

function tellWhole(run: Run): z.input<typeof Whole> {
  const summary = Told.parse(tell(RunSummary.strip().parse(run)));
  return {
    ...summary,
    steps: (run.attempts.at(-1)?.steps ?? []).map((step) => Step.strip().parse(step)),
    failedChecks: run.checks
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ name, message }) => `${name}: ${message}`),
    logBytes: run.logBytes,
  };
}

export const listRuns = defineTool({
  name: 'list_runs',
  title: 'List runs',
  description: 'Runs, newest first; by state and task. `before` is the `next` of the page before.',
  scope: 'context:read',
  hints: READS,
  input: z.object({
    state: z.array(RunState).optional(),
    task: z.string().optional(),
    before: z.int().positive().optional(),
    limit: z.int().min(1).max(100).default(20),
  }),
  output: z.object({ runs: z.array(Told), next: z.int().optional() }),
  async call({ state, ...query }, { luka }) {
    const page = await luka.listRuns({
      query: { ...query, ...(state === undefined || state.length === 0 ? {} : { state: state.join(',') }) },
    });
    return { runs: page.runs.map(tell), ...(page.next === undefined ? {} : { next: page.next }) };
  },
});

export const getRun = defineTool({
  name: 'get_run',
  title: 'Look at a run',
  description: 'One run: its state, its steps, and what failed.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ run: RunNumber }),
  output: Whole,
  call: async ({ run }, { luka }) => tellWhole(await luka.getRun({ params: { run } })),
});

export const waitForRun = defineTool({
  name: 'wait_for_run',
  title: 'Wait for a run',
  description:
    'Answers when the run is over, or after so many seconds with its state then: call again to wait on. Tells of its progress; taking the call back ends only the waiting.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ run: RunNumber, seconds: z.int().min(1).max(3_600).default(300) }),
  output: Whole,
  async call({ run, seconds }, context) {
    await waitUntilDone(run, seconds, context);
    return tellWhole(await context.luka.getRun({ params: { run } }));
  },
});

/** By the events: nothing is asked twice. Ends also when the time is over, or the call was taken back. */
async function waitUntilDone(
  run: number,
  seconds: number,
  { luka, signal, progress }: ToolContext,
): Promise<void> {
  const over = AbortSignal.timeout(seconds * 1_000);
  const end = AbortSignal.any([signal, over]);
  const { eventSeq } = await luka.getStatus();
  // Asked after the events' position is known: what ends in between is seen one way or the other.
  const { state, attempts } = await luka.getRun({ params: { run } });
  if (isDone(state)) return;
  let steps = attempts.at(-1)?.steps.filter(({ endedAt }) => endedAt !== undefined).length ?? 0;
  await progress(steps, `run ${run} is ${state}`);
  try {
    for await (const { data } of luka.streamEvents({ query: { after: eventSeq } }, { signal: end })) {
      const event = JSON.parse(data) as { run?: number; type: string };
      if (event.run !== run) continue;
      if (event.type === 'run.finished') return;
      if (event.type === 'step.finished') steps += 1;
      await progress(steps, `run ${run}: ${event.type.replace('.', ' ')}`);
    }
  } catch (error) {
    if (!over.aborted || signal.aborted) throw error;
  }
}

export const readLog = defineTool({
  name: 'read_log',
  title: 'Read a log',
  description:
    'A part of what a run wrote, secrets masked: from a position on, or the last bytes. `to` is where the next page starts; `complete` says that nothing more will come.',
  scope: 'context:read',
  hints: READS,
  input: z.object({
    run: RunNumber,
    from: z.int().min(0).optional().describe('A byte position; the end of the log where left out.'),
    limit: z.int().min(1).max(262_144).default(32_768).describe('Bytes.'),
    attempt: z.int().positive().optional(),
  }),
  output: z.object({ text: z.string(), from: z.int(), to: z.int(), size: z.int(), complete: z.boolean() }),
  async call({ run, from, limit, attempt }, { luka }) {
    const page = await luka.readLog({
      params: { run },
      query: {
        limit,
        ...(from === undefined ? {} : { from }),
        ...(attempt === undefined ? {} : { attempt }),
      },
    });
    const text = page.entries.map((entry) => entry.text).join('');
    return { text, from: page.from, to: page.to, size: page.size, complete: page.complete };
  },
});

export const searchLog = defineTool({
  name: 'search_log',
  title: 'Search a log',
  description: 'Lines of a log with a text in them, without regard to case; `at` is a position for read_log.',
  scope: 'context:read',
  hints: READS,
  input: z.object({
    run: RunNumber,
    text: z.string().min(1).max(500),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({
    total: z.int(),
    matches: z.array(z.object({ at: z.int(), stream: z.string(), line: z.string() })),
  }),
  async call({ run, text, limit }, { luka }) {
    const { total, matches } = await luka.searchLog({ params: { run }, query: { q: text, limit } });
    return { total, matches };
  },
});

export const cancelRun = defineTool({
  name: 'cancel_run',
  title: 'Cancel a run',
  description: 'Ends a run, in whatever state it is, and everything it started.',
  scope: 'automation:execute',
  hints: { ...DESTROYS, idempotentHint: true },
  input: z.object({ run: RunNumber, reason: z.string().max(500).optional() }),
  output: Told,
  call: async ({ run, reason }, { luka }) =>
    tell(await luka.cancelRun({ params: { run }, body: reason === undefined ? {} : { reason } })),
});
