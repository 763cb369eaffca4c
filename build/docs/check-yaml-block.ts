/** Whether a block of YAML is what Luka reads: a task or parts of one, a work order, a policy, channels and routes, settings. */
import { parse as parseYaml } from 'yaml';
import { SettingsPatch } from '#shared/nouns/settings.ts';
import { parseNotify } from '#runtime/notify/parse-notify.ts';
import { readOrderText } from '#runtime/queue/work-order.ts';
import { parsePolicy } from '#runtime/safety/policy/parse-policy.ts';
import { parseTask } from '#runtime/tasks/parse-task.ts';
import type { CodeBlock } from './pages.ts';

/** A part of a task is read as one that does this. */
const STEPS = "steps:\n  - run: 'true'\n";

export function yamlFaults({ text }: Pick<CodeBlock, 'text'>): readonly string[] {
  return variants(text).flatMap((variant) => {
    const task = taskFaults(variant);
    const isOther = [isOrder, isPolicy, isNotify, isSettings].some((reads) => reads(variant));
    if (task.length === 0 || isOther) return [];
    return task;
  });
}

/** What the task parser says to it; a name in its first comment is its file's. */
export function taskFaults(text: string): readonly string[] {
  const file = /^#\s*(\S+\.ya?ml)/.exec(text)?.[1] ?? 'example.yaml';
  const whole = /^steps:/m.test(text) ? text : `${text.trimEnd()}\n${STEPS}`;
  return parseTask(whole, file)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ message, line }) => `line ${line ?? 1} of the block: ${message}`);
}

/** A block that shows several ways to write a field has it several times: each is a variant of its own. */
export function variants(text: string): readonly string[] {
  const found: string[] = [];
  let seen = new Set<string>();
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    const key = /^([A-Za-z]\w*):/.exec(line)?.[1];
    if (key !== undefined && seen.has(key)) {
      found.push(lines.join('\n'));
      lines = [];
      seen = new Set();
    }
    if (key !== undefined) seen.add(key);
    lines.push(line);
  }
  return [...found, lines.join('\n')];
}

function isOrder(text: string): boolean {
  return takes(() => readOrderText(text, 'order.yaml'));
}

function isPolicy(text: string): boolean {
  return parsePolicy(text, 'policy.yaml').findings.every(({ severity }) => severity !== 'error');
}

function isNotify(text: string): boolean {
  return parseNotify(text, 'notify.yaml').findings.every(({ severity }) => severity !== 'error');
}

function isSettings(text: string): boolean {
  return SettingsPatch.safeParse(parseYaml(text)).success;
}

function takes(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
