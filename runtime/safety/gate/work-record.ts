/**
 * Exactly what will run, as a record that can be hashed and read: the steps with what is known put in, parameters, files
 * with their hashes, environment, folders, confinement, checks. What an approval is bound to.
 */
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { ConfinementLevel, Limits } from '#shared/nouns/confinement.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { canonicalJson } from '../../governance/audit/chain.ts';
import type { WorkFile } from '../assess/ports.ts';
import type { WorkAction, WorkStep, WorkWord } from '../work.ts';

export interface WorkRecordParts {
  readonly task: string | undefined;
  readonly definition: TaskDefinition;
  readonly params: ParamValues;
  readonly steps: readonly WorkStep[];
  readonly files: readonly WorkFile[];
  readonly confinement: {
    readonly level: ConfinementLevel;
    readonly network: boolean;
    readonly write: readonly string[];
    readonly read: readonly string[];
  };
  readonly limits: Limits;
}

export interface WorkRecord {
  /** SHA-256, hex. */
  readonly hash: string;
  /** For people: YAML, the same facts. */
  readonly text: string;
}

export function recordWork(parts: WorkRecordParts): WorkRecord {
  const { task, definition, params, steps, files, confinement, limits } = parts;
  const record = {
    ...(task === undefined ? {} : { task }),
    steps: definition.steps.map((step, index) => stepRecord(steps[index]!, step)),
    params,
    ...(definition.env === undefined ? {} : { env: definition.env }),
    ...(files.length === 0
      ? {}
      : { files: Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256 ?? 'cannot be read'])) }),
    confinement: {
      level: confinement.level,
      ...(confinement.level === 'off'
        ? {}
        : {
            network: confinement.network,
            write: confinement.write,
            ...(confinement.read.length === 0 ? {} : { read: confinement.read }),
          }),
    },
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(definition.checks === undefined ? {} : { checks: definition.checks }),
    ...(definition.service === undefined ? {} : { service: definition.service }),
    ...(definition.retry === undefined ? {} : { retry: definition.retry }),
    ...(definition.idempotent === undefined ? {} : { idempotent: definition.idempotent }),
  };
  return {
    hash: createHash('sha256').update(canonicalJson(record)).digest('hex'),
    text: stringify(record, { lineWidth: 0, blockQuote: 'literal' }),
  };
}

function stepRecord(step: WorkStep, own: TaskDefinition['steps'][number]): Record<string, unknown> {
  return {
    ...actionRecord(step.action),
    ...('module' in own
      ? {
          function: own.function ?? 'run_auto or run_manual',
          ...(own.with === undefined ? {} : { with: own.with }),
        }
      : {}),
    ...('http' in own ? { headers: own.http.headers, body: own.http.body, expect: own.http.expect } : {}),
    cwd: textOf(step.cwd),
    // Values as the task writes them: those of secrets are names, those of outputs templates.
    env: { ...own.env },
    ...(own.optional === true ? { optional: true } : {}),
    ...(own.timeout === undefined ? {} : { timeout: own.timeout }),
  };
}

function actionRecord(action: WorkAction): Record<string, unknown> {
  switch (action.kind) {
    case 'shell':
      return { shell: action.shell, run: action.script };
    case 'argv':
      return { argv: action.argv.map(textOf) };
    case 'code':
      return { node: action.code };
    case 'file':
      return { file: textOf(action.file), args: action.args.map(textOf) };
    case 'http':
      return { http: `${action.method} ${textOf(action.url)}` };
  }
}

function textOf({ text }: WorkWord): string {
  return text;
}
