/** A plain value (from YAML, JSON or a module) to a task definition, or the list of what is wrong with it. */
import { z } from 'zod';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Param } from '#shared/nouns/param.ts';
import type { Step } from '#shared/nouns/step.ts';
import { taskFields, type TaskDefinition } from '#shared/nouns/task.ts';
import { checkChecks } from './check-checks.ts';
import { checkPolicies } from './check-policies.ts';
import { checkReferences } from './check-references.ts';
import { checkService } from './check-service.ts';
import { checkSteps } from './check-steps.ts';
import { checkTriggers } from './check-triggers.ts';
import { FaultList, type Fault } from './faults.ts';
import { ORDER_HINTS, TASK_HINTS } from './field-hints.ts';
import { readParam, showValue } from './params.ts';
import { schemaFaults } from './schema-faults.ts';

const TaskShape = z.strictObject({
  ...taskFields,
  checks: z.unknown().optional(),
  triggers: z.unknown().optional(),
  steps: z.unknown().optional(),
});
/** A work order runs once, as soon as it can: there is nothing to schedule. */
const {
  enabled: _enabled,
  overlap: _overlap,
  catchUp: _catchUp,
  quarantine: _quarantine,
  blackout: _blackout,
  service: _service,
  sla: _sla,
  ...orderFields
} = taskFields;
const OrderShape = z.strictObject({
  ...orderFields,
  checks: z.unknown().optional(),
  id: z.string().min(1).max(200).optional(),
  steps: z.unknown().optional(),
});

/** Tasks may have triggers and be switched off; a work order runs once, and may carry an id. */
export type DefinitionKind = 'task' | 'order';

export interface CheckedDefinition {
  readonly definition?: TaskDefinition;
  /** At most MAX_FAULTS, and one that tells of the rest. */
  readonly faults: readonly Fault[];
}

/** @param own the id of the task, where it is known: a trigger may name it */
export function checkDefinition(value: unknown, kind: DefinitionKind, own?: string): CheckedDefinition {
  const code: ErrorCode = kind === 'task' ? 'task_invalid' : 'order_invalid';
  const what = kind === 'task' ? 'a task' : 'a work order';
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const message = value === null ? 'the file is empty' : `${what} is a mapping, not ${showValue(value)}`;
    const fault: Fault = { code, path: [], message, remedy: 'start with "steps:" and a list of steps' };
    return { faults: [fault] };
  }
  const schema = kind === 'task' ? TaskShape : OrderShape;
  const read = schema.safeParse(value);
  const faults = new FaultList();
  if (read.success) {
    checkParams(read.data.params ?? {}, code, faults);
    checkPolicies(read.data, code, faults);
  } else {
    const hints = kind === 'task' ? TASK_HINTS : ORDER_HINTS;
    schemaFaults({ schema, value, path: [], code, what, hints }, read.error.issues, faults);
  }

  const fields = value as {
    readonly triggers?: unknown;
    readonly steps?: unknown;
    readonly checks?: unknown;
    readonly params?: unknown;
  };
  const triggers =
    fields.triggers === undefined || kind === 'order'
      ? undefined
      : checkTriggers(fields.triggers, faults, own);
  let steps: readonly (Step | undefined)[] = [];
  if (fields.steps === undefined) {
    const remedy = 'add "steps:" and a list of steps';
    faults.add(() => ({ code, path: [], message: `${what} needs steps`, remedy }));
  } else steps = checkSteps(fields.steps, code, faults);
  const checks = fields.checks === undefined ? undefined : checkChecks(fields.checks, code, faults);
  checkReferences(
    {
      paramNames:
        fields.params !== null && typeof fields.params === 'object' ? Object.keys(fields.params) : [],
      steps,
      ...(read.success ? { env: read.data.env, cwd: read.data.cwd } : {}),
      code,
    },
    faults,
  );
  if (read.success && kind === 'task')
    checkService({ task: read.data, hasTriggers: fields.triggers !== undefined, steps }, code, faults);
  const sound = steps.filter((step) => step !== undefined);
  if (!read.success || faults.size > 0) return { faults: faults.toArray() };
  const {
    triggers: _triggers,
    steps: _steps,
    checks: _checks,
    ...rest
  } = { triggers: undefined, id: undefined, ...read.data };
  const { id: _id, ...definition } = rest;
  return {
    definition: {
      ...definition,
      ...(triggers ? { triggers } : {}),
      steps: sound,
      ...(checks ? { checks } : {}),
    },
    faults: [],
  };
}

function checkParams(params: Readonly<Record<string, Param>>, code: ErrorCode, faults: FaultList): void {
  for (const [name, param] of Object.entries(params)) {
    if (param.type === 'string' && param.pattern !== undefined && !isPattern(param.pattern)) {
      const message = `"${param.pattern}" is not a regular expression`;
      const path = ['params', name, 'pattern'];
      faults.add(() => ({ code, path, message, remedy: 'mend it, or leave it out' }));
      continue;
    }
    if ('min' in param && param.min !== undefined && param.max !== undefined && param.min > param.max) {
      const message = `no value can be at least ${param.min} and at most ${param.max}`;
      const path = ['params', name, 'max'];
      faults.add(() => ({ code, path, message, remedy: 'make max the larger one' }));
      continue;
    }
    try {
      if (param.default !== undefined) readParam(name, param, param.default);
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      const path = ['params', name, 'default'];
      const message = `the default of ${error.message.slice('the '.length)}`;
      faults.add(() => ({ code, path, message, remedy: error.remedy }));
    }
  }
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
