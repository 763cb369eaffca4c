/**
 * The two shapes that orders had before Luka: one skill, or a list of steps with a skill each. What they carry besides
 * is kept where Luka knows it and tolerated where it does not.
 */
import type { Step } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { acceptanceChecks } from '../governance/checks/sentence-forms.ts';
import { FaultList, type Fault } from '../tasks/faults.ts';
import { showValue } from '../tasks/params.ts';
import type { Path } from '../tasks/source-text.ts';
import { escapeTemplate } from '../tasks/template.ts';
import { isFields, pick, textOf, type Fields } from './fields.ts';
import { readLegacyStep } from './legacy-step.ts';
import { legacyPaths, legacyPriority, legacyRisk, legacyTexts, legacyTimeout } from './legacy-words.ts';
import type { NormalizedOrder } from './ports.ts';

export type LegacyShape = 'legacy-skill' | 'legacy-steps';

/** Which legacy shape a value has, if any: both speak of skills, which Luka's own shape does not. */
export function legacyShape(value: unknown): LegacyShape | undefined {
  if (!isFields(value)) return undefined;
  if (pick(value, 'skill')) return 'legacy-skill';
  const steps = pick(value, 'steps')?.value;
  return Array.isArray(steps) && steps.some((step) => isFields(step) && pick(step, 'skill'))
    ? 'legacy-steps'
    : undefined;
}

/** @param fallbackId where the order names none */
export function readLegacyOrder(
  value: Fields,
  shape: LegacyShape,
  fallbackId: string,
): { order?: NormalizedOrder; faults: Fault[] } {
  const faults = new FaultList();
  const orderId = (textOf(pick(value, 'id')?.value)?.trim() || fallbackId).slice(0, 200);
  const title = (textOf(pick(value, 'title', 'name')?.value)?.trim() || orderId).slice(0, 200);
  const steps = readSteps(value, shape, faults);
  const fields = readFields(value, shape, faults);
  if (faults.size > 0) return { faults: faults.toArray() };
  const extras = readExtras(value, shape);
  const checks = acceptanceChecks(extras.acceptance ?? []);
  const definition: TaskDefinition = {
    title,
    ...fields,
    steps,
    ...(checks.length > 0 ? { checks } : {}),
  };
  return {
    faults: [],
    order: {
      orderId,
      title,
      priority: definition.priority ?? 'normal',
      work: { kind: 'definition', definition },
      extras,
    },
  };
}

function readSteps(value: Fields, shape: LegacyShape, faults: FaultList): Step[] {
  const list = pick(value, 'steps')?.value;
  const found: { fields: unknown; path: Path }[] =
    shape === 'legacy-skill' || !Array.isArray(list)
      ? [{ fields: value, path: [] }]
      : list.map((fields: unknown, index) => ({ fields, path: ['steps', index] }));
  return found.flatMap(({ fields, path }) => {
    if (!isFields(fields)) {
      const message = `a step is a mapping, not ${showValue(fields)}`;
      const remedy = 'write {"skill": "bash", "args": "..."}';
      faults.add(() => ({ code: 'step_unknown', path, message, remedy }));
      return [];
    }
    return readLegacyStep(fields, path, faults) ?? [];
  });
}

function readFields(value: Fields, shape: LegacyShape, faults: FaultList): Partial<TaskDefinition> {
  const fields: Partial<TaskDefinition> = {};
  const wrong = (name: string, given: unknown, remedy: string): void => {
    const message = `${name}: ${showValue(given)} is not known`;
    faults.add(() => ({ code: 'order_invalid', path: [name], message, remedy }));
  };
  const priority = pick(value, 'priority');
  if (priority) {
    const read = legacyPriority(priority.value);
    if (read) fields.priority = read;
    else wrong('priority', priority.value, 'use urgent, high, normal, low or P0 to P3');
  }
  const risk = pick(value, 'risk');
  if (risk) {
    const read = legacyRisk(risk.value);
    if (read) fields.risk = read;
    else wrong('risk', risk.value, 'use low, medium, high or critical');
  }
  // In an order of one skill these belong to the step, where they are read already.
  if (shape === 'legacy-skill') return fields;
  const timeout = pick(value, 'timeout');
  if (timeout) {
    const ms = legacyTimeout(timeout.value);
    if (ms === undefined) wrong('timeout', timeout.value, 'write seconds, or a text such as 10m');
    else if (ms > 0) fields.timeout = ms;
  }
  const description = textOf(pick(value, 'description')?.value);
  if (description !== undefined) fields.description = description.slice(0, 10_000);
  const cwd = textOf(pick(value, 'cwd', 'workdir')?.value);
  if (cwd !== undefined && cwd !== '') fields.cwd = escapeTemplate(cwd);
  return fields;
}

function readExtras(value: Fields, shape: LegacyShape): NormalizedOrder['extras'] {
  const acceptance = legacyTexts(pick(value, 'acceptance')?.value);
  const memory = readMemory(pick(value, 'memory')?.value);
  const notify = pick(value, 'notify')?.value;
  const allowWrite = pick(value, 'allowWrite', 'allow_write')?.value;
  const paths = legacyPaths(pick(value, 'paths')?.value);
  return {
    shape,
    ...(acceptance ? { acceptance } : {}),
    ...(memory ? { memory } : {}),
    ...(notify === undefined ? {} : { notify }),
    ...(allowWrite === undefined ? {} : { allowWrite }),
    ...(paths ? { paths } : {}),
  };
}

function readMemory(value: unknown): { kind: string; text: string } | undefined {
  if (typeof value === 'string' && value !== '') return { kind: 'note', text: value };
  if (!isFields(value)) return undefined;
  const text = textOf(pick(value, 'text', 'content')?.value);
  return text === undefined
    ? undefined
    : { kind: textOf(pick(value, 'kind', 'type')?.value) ?? 'note', text };
}
