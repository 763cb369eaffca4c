/** Checks what a definition's templates refer to, and that none is pasted into code. */
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import type { Step } from '#shared/nouns/step.ts';
import { codeArguments } from './code-arguments.ts';
import { outputVariable, paramVariable } from './environment-names.ts';
import type { Fault, FaultList } from './faults.ts';
import type { Path } from './source-text.ts';
import { mapStepTexts, plainTexts } from './step-texts.ts';
import { closest } from './suggest.ts';
import { parseTemplate, type Reference } from './template.ts';

export interface ReferenceCheck {
  readonly paramNames: readonly string[];
  readonly steps: readonly (Step | undefined)[];
  /** The definition's own `env` and `cwd`: only parameters and the run can be named there. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  /** What a plain fault is called: `task_invalid` or `order_invalid`. */
  readonly code: ErrorCode;
}

interface Use {
  readonly reference: Reference;
  readonly path: Path;
  readonly raw: string;
  /** Position of the step it is used in; undefined for the definition's own fields. */
  readonly step?: number;
}

/** Where a definition's names stand: looked up once for each use. */
interface Names {
  readonly params: ReadonlySet<string>;
  /** Position of the first step with an id. */
  readonly steps: ReadonlyMap<string, number>;
}

export function checkReferences(check: ReferenceCheck, faults: FaultList): void {
  const uses: Use[] = [];
  const collect = (text: string, path: Path, step?: number): void => {
    const { parts, faults: broken } = parseTemplate(text);
    for (const { raw, message, remedy } of broken) {
      faults.add(() => ({ code: 'step_reference_unknown', path, message, remedy, within: raw }));
    }
    for (const part of parts) {
      if (part.type !== 'reference') continue;
      uses.push({ reference: part.reference, path, raw: part.raw, ...(step === undefined ? {} : { step }) });
    }
  };
  if (check.cwd !== undefined) collect(check.cwd, ['cwd']);
  for (const [name, text] of Object.entries(check.env ?? {})) collect(text, ['env', name]);
  check.steps.forEach((step, index) => {
    if (!step) return;
    const code = codeArguments(step);
    mapStepTexts(step, (text, path) => {
      const isCode = path[0] === 'argv' && code.has(Number(path[1]));
      if (isCode) pastedIntoCode(text, ['steps', index, ...path], faults);
      else collect(text, ['steps', index, ...path], index);
      return text;
    });
    if ('run' in step) pastedIntoCode(step.run, ['steps', index, 'run'], faults);
    misplaced(step, index, check.code, faults);
  });
  const names: Names = { params: new Set(check.paramNames), steps: positions(check.steps) };
  const graph = dependencies(names, uses);
  for (const use of uses) {
    if (!isSound(use, names)) faults.add(() => useFault(use, check, names, graph));
  }
}

function pastedIntoCode(text: string, path: Path, faults: FaultList): void {
  const { parts, faults: broken } = parseTemplate(text);
  const pasted = (raw: string, remedy: string): Fault => ({
    code: 'template_in_shell',
    path,
    within: raw,
    message: `${raw} would be pasted into code, where a value could become a command`,
    remedy,
  });
  for (const part of parts) {
    if (part.type === 'reference') faults.add(() => pasted(part.raw, variableFor(part.reference)));
  }
  for (const { raw } of broken) faults.add(() => pasted(raw, 'use an environment variable instead'));
}

function variableFor(reference: Reference): string {
  switch (reference.kind) {
    case 'param':
      return `write "$${paramVariable(reference.name)}" (with the quotes) instead`;
    case 'output':
      return `write "$${outputVariable(reference.step, reference.key)}" (with the quotes) instead`;
    case 'run':
      return `set a variable under env: to \${{ run.${reference.field} }} and use that, in quotes`;
  }
}

function misplaced(step: Step, index: number, code: ErrorCode, faults: FaultList): void {
  for (const { text, path } of plainTexts(step)) {
    if (!parseTemplate(text).parts.some((part) => part.type === 'reference')) continue;
    faults.add(() => ({
      code,
      path: ['steps', index, ...path],
      message: `"${text}" would not be filled in: ${path.join('.')} is taken as it is written`,
      remedy: 'use templates in argv, cwd, env, with, http and the args of git and node',
    }));
  }
}

function positions(steps: ReferenceCheck['steps']): Map<string, number> {
  const found = new Map<string, number>();
  steps.forEach((step, index) => {
    if (step?.id !== undefined && !found.has(step.id)) found.set(step.id, index);
  });
  return found;
}

/** For each step, the positions of the steps whose outputs it uses. */
function dependencies(names: Names, uses: readonly Use[]): Map<number, Set<number>> {
  const graph = new Map<number, Set<number>>();
  for (const { reference, step } of uses) {
    if (step === undefined || reference.kind !== 'output') continue;
    const target = names.steps.get(reference.step);
    if (target === undefined) continue;
    const targets = graph.get(step) ?? new Set();
    graph.set(step, targets.add(target));
  }
  return graph;
}

function isSound({ reference, step }: Use, names: Names): boolean {
  switch (reference.kind) {
    case 'run':
      return true;
    case 'param':
      return names.params.has(reference.name);
    case 'output':
      return (names.steps.get(reference.step) ?? Infinity) < (step ?? 0);
  }
}

/** Why a use is not sound. */
function useFault(use: Use, check: ReferenceCheck, names: Names, graph: Map<number, Set<number>>): Fault {
  const fault = (code: ErrorCode, message: string, remedy: string): Fault => ({
    code,
    path: use.path,
    within: use.raw,
    message,
    remedy,
  });
  const { reference } = use;
  if (reference.kind !== 'output') {
    const name = reference.kind === 'param' ? reference.name : reference.field;
    const near = closest(name, check.paramNames);
    return fault(
      'step_reference_unknown',
      `there is no parameter "${name}"`,
      near === undefined ? `declare it: params: { ${name}: { type: string } }` : `did you mean "${near}"?`,
    );
  }
  if (use.step === undefined) {
    return fault(
      'step_reference_unknown',
      'outputs of steps do not exist before the first step',
      'use it in the step that needs it',
    );
  }
  const target = names.steps.get(reference.step);
  if (target === undefined) {
    const near = closest(reference.step, names.steps.keys());
    return fault(
      'step_reference_unknown',
      `there is no step with the id "${reference.step}"`,
      near === undefined ? `give the step that makes it "id: ${reference.step}"` : `did you mean "${near}"?`,
    );
  }
  if (target === use.step) {
    return fault(
      'step_cycle',
      `the step "${reference.step}" needs its own output`,
      'take it from an earlier step',
    );
  }
  if (reaches(graph, target, use.step)) {
    const own = check.steps[use.step]?.id ?? `number ${use.step + 1}`;
    return fault(
      'step_cycle',
      `the steps "${own}" and "${reference.step}" need outputs of each other`,
      'order the steps so that each needs only earlier ones',
    );
  }
  return fault(
    'step_reference_unknown',
    `the step "${reference.step}" comes later, so its outputs do not exist yet`,
    `move "${reference.step}" before this step`,
  );
}

function reaches(graph: Map<number, Set<number>>, from: number, to: number): boolean {
  const seen = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(graph.get(at) ?? []));
  }
  return false;
}
