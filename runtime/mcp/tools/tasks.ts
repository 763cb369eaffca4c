/** Tasks: what there is, what it does, and why it did or did not run. */
import { z } from 'zod';
import { Finding } from '#shared/nouns/finding.ts';
import type { Task } from '#shared/nouns/task.ts';
import { defineTool, READS } from '../tool.ts';

const Fault = z.object(Finding.shape);
const Told = z.object({
  task: z.string().describe('Its id.'),
  title: z.string(),
  state: z.enum(['ready', 'disabled', 'invalid']),
  tags: z.array(z.string()),
  triggers: z.array(z.string()).describe('In words.'),
  nextDue: z.string().optional(),
  paused: z.string().optional(),
  lastRun: z.object({ run: z.int(), state: z.string(), endedAt: z.string().optional() }).optional(),
  failuresInRow: z.int(),
  findings: z.array(Fault),
});

const Due = z.object({
  task: z.string(),
  title: z.string(),
  due: z.string(),
  trigger: z.string(),
  obstacle: z.string().optional(),
});

function tell({
  id,
  title,
  state,
  tags,
  triggers,
  nextDue,
  paused,
  lastRun,
  health,
  findings,
}: Task): z.input<typeof Told> {
  return {
    task: id,
    title,
    state,
    tags,
    triggers,
    failuresInRow: health?.failuresInRow ?? 0,
    findings,
    ...(nextDue === undefined ? {} : { nextDue }),
    ...(paused === undefined ? {} : { paused }),
    ...(lastRun === undefined
      ? {}
      : {
          lastRun: {
            run: lastRun.id,
            state: lastRun.state,
            ...(lastRun.endedAt === undefined ? {} : { endedAt: lastRun.endedAt }),
          },
        }),
  };
}

export const listTasks = defineTool({
  name: 'list_tasks',
  title: 'List tasks',
  description:
    'Every task: its state, its triggers in words, when it is due, how its last run went, what is wrong with its file.',
  scope: 'context:read',
  hints: READS,
  input: z.object({
    tag: z.string().optional(),
    text: z.string().optional().describe('In its id or title.'),
  }),
  output: z.object({ tasks: z.array(Told) }),
  async call({ tag, text }, { luka }) {
    const wanted = text?.toLowerCase();
    const { tasks } = await luka.listTasks();
    return {
      tasks: tasks
        .filter((task) => tag === undefined || task.tags.includes(tag))
        .filter(({ id, title }) => wanted === undefined || `${id} ${title}`.toLowerCase().includes(wanted))
        .map(tell),
    };
  },
});

export const explainTask = defineTool({
  name: 'explain_task',
  title: 'Explain a task',
  description:
    'One task as a whole: what it does step by step, its parameters, and what the gate says to a run of it.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ task: z.string() }),
  output: Told.extend({
    description: z.string().optional(),
    file: z.string(),
    hash: z.string().describe('SHA-256 of its file.'),
    definition: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('As it was read; durations are milliseconds.'),
  }),
  async call({ task }, { luka }) {
    const found = await luka.getTask({ params: { task } });
    return {
      ...tell(found),
      file: found.file,
      hash: found.hash,
      ...(found.description === undefined ? {} : { description: found.description }),
      ...(found.definition === undefined ? {} : { definition: { ...found.definition } }),
    };
  },
});

export const why = defineTool({
  name: 'why',
  title: 'Why did a task (not) run',
  description:
    'Why a task did or did not run at a moment of the last 30 days, with the evidence; now where no moment is given.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ task: z.string(), at: z.iso.datetime({ offset: true }).optional() }),
  output: z.object({
    verdict: z.string(),
    at: z.string(),
    evidence: z.array(
      z.object({ source: z.string(), text: z.string(), at: z.string().optional(), run: z.int().optional() }),
    ),
    next: z.string().optional(),
  }),
  async call({ task, at }, { luka }) {
    const answer = await luka.getWhy({ params: { task }, query: at === undefined ? {} : { at } });
    return {
      verdict: answer.verdict,
      at: answer.at,
      evidence: answer.evidence,
      ...(answer.next === undefined ? {} : { next: answer.next }),
    };
  },
});

export const listUpcoming = defineTool({
  name: 'list_upcoming',
  title: 'What is due',
  description: 'What is due next, and what will keep it from running as far as is known now.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ limit: z.int().min(1).max(100).default(20) }),
  output: z.object({ upcoming: z.array(Due) }),
  async call({ limit }, { luka }) {
    const { upcoming } = await luka.listUpcoming({ query: { limit } });
    return {
      upcoming: upcoming.map((moment) => Due.parse(moment)),
    };
  },
});

export const validateTask = defineTool({
  name: 'validate_task',
  title: 'Validate a task file',
  description:
    'What is wrong with the text of a task file, with line and column, before anybody saves it. No finding of severity error: it can be used.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ text: z.string().max(500_000).describe('YAML.') }),
  output: z.object({ valid: z.boolean(), findings: z.array(Fault) }),
  async call({ text }, { luka }) {
    const { findings } = await luka.lintTasks({ body: { text } });
    return { valid: findings.every(({ severity }) => severity !== 'error'), findings };
  },
});
