/** Checks what a definition's templates refer to, and that none is pasted into code. */
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import type { Step } from '#shared/nouns/step.ts';
import { codeArguments } from './code-arguments.ts';
import { outputVariable, paramVariable } from './environment-names.ts';
import type { Fault } from './faults.ts';
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

export function checkReferences(check: ReferenceCheck): Fault[] {
  const faults: Fault[] = [];
  const uses: Use[] = [];
  const collect = (text: string, path: Path, step?: number): void => {
    const { parts, faults: broken } = parseTemplate(text);
    for (const { raw, message, remedy } of broken) {
      faults.push({ code: 'step_reference_unknown', path, message, remedy, within: raw });
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
      if (isCode) faults.push(...pastedIntoCode(text, ['steps', index, ...path]));
      else collect(text, ['steps', index, ...path], index);
      return text;
    });
    if ('run' in step) faults.push(...pastedIntoCode(step.run, ['steps', index, 'run']));
    faults.push(...misplaced(step, index, check.code));
  });
  const graph = dependencies(check.steps, uses);
  for (const use of uses) {
    const fault = checkUse(use, check, graph);
    if (fault) faults.push(fault);
  }
  return faults;
}

function pastedIntoCode(text: string, path: Path): Fault[] {
  const { parts, faults } = parseTemplate(text);
  const found = [
    ...parts.flatMap((part) =>
      part.type === 'reference' ? [{ raw: part.raw, remedy: variableFor(part.reference) }] : [],
    ),
    ...faults.map(({ raw }) => ({ raw, remedy: 'use an environment variable instead' })),
  ];
  return found.map(({ raw, remedy }) => ({
    code: 'template_in_shell',
    path,
    within: raw,
    message: `${raw} would be pasted into code, where a value could become a command`,
    remedy,
  }));
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

function misplaced(step: Step, index: number, code: ErrorCode): Fault[] {
  return plainTexts(step)
    .filter(({ text }) => parseTemplate(text).parts.some((part) => part.type === 'reference'))
    .map(({ text, path }) => ({
      code,
      path: ['steps', index, ...path],
      message: `"${text}" would not be filled in: ${path.join('.')} is taken as it is written`,
      remedy: 'use templates in argv, cwd, env, with, http and the args of git and node',
    }));
}

/** For each step, the positions of the steps whose outputs it uses. */
function dependencies(steps: readonly (Step | undefined)[], uses: readonly Use[]): Map<number, Set<number>> {
  const graph = new Map<number, Set<number>>();
  for (const { reference, step } of uses) {
    if (step === undefined || reference.kind !== 'output') continue;
    const target = steps.findIndex((candidate) => candidate?.id === reference.step);
    if (target >= 0) graph.set(step, (graph.get(step) ?? new Set()).add(target));
  }
  return graph;
}

function checkUse(use: Use, check: ReferenceCheck, graph: Map<number, Set<number>>): Fault | undefined {
  const fault = (code: ErrorCode, message: string, remedy: string): Fault => ({
    code,
    path: use.path,
    within: use.raw,
    message,
    remedy,
  });
  const { reference } = use;
  if (reference.kind === 'run') return undefined;
  if (reference.kind === 'param') {
    if (check.paramNames.includes(reference.name)) return undefined;
    const near = closest(reference.name, check.paramNames);
    return fault(
      'step_reference_unknown',
      `there is no parameter "${reference.name}"`,
      near === undefined
        ? `declare it: params: { ${reference.name}: { type: string } }`
        : `did you mean "${near}"?`,
    );
  }
  if (use.step === undefined) {
    return fault(
      'step_reference_unknown',
      'outputs of steps do not exist before the first step',
      'use it in the step that needs it',
    );
  }
  const ids = check.steps.flatMap((step) => (step?.id === undefined ? [] : [step.id]));
  const target = check.steps.findIndex((step) => step?.id === reference.step);
  if (target < 0) {
    const near = closest(reference.step, ids);
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
  if (target < use.step) return undefined;
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
