import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { STEP_KINDS, STEP_SCHEMAS, type Step, type StepKind } from '#shared/nouns/step.ts';
import type { Fault, FaultList } from './faults.ts';
import { modulePathFault } from './module-path.ts';
import { showValue } from './params.ts';
import { schemaFaults } from './schema-faults.ts';
import type { Path } from './source-text.ts';
import { closest } from './suggest.ts';

/** Words that people write for a kind of step. */
const MEANT: Readonly<Record<string, StepKind>> = {
  bash: 'run',
  cmd: 'run',
  command: 'run',
  script: 'run',
  sh: 'run',
  shell: 'run',
  args: 'argv',
  exec: 'argv',
  program: 'argv',
  import: 'module',
  mjs: 'module',
  uses: 'module',
  code: 'node',
  javascript: 'node',
  js: 'node',
  curl: 'http',
  fetch: 'http',
  url: 'http',
};

const HINTS: Readonly<Record<string, string>> = {
  title: 'call it "name"',
  'working-directory': 'call it "cwd"',
  dir: 'call it "cwd"',
  environment: 'call it "env"',
  'continue-on-error': 'call it "optional"',
  allow_failure: 'call it "optional"',
  shell: 'the shell is CLS_SHELL or /bin/bash; use argv for another',
  output: 'write name=value to $LUKA_OUTPUT in the step itself',
  outputs: 'write name=value to $LUKA_OUTPUT in the step itself',
};

/** How many keys of a step without a kind are searched for one that was meant. */
const MAX_KEYS = 20;

/**
 * Checks `steps:` one by one, each against the kind it names, so that messages speak of that kind alone.
 * @param code what a plain fault is called: `task_invalid` or `order_invalid`
 * @returns the steps by position; undefined where a step has faults
 */
export function checkSteps(value: unknown, code: ErrorCode, faults: FaultList): (Step | undefined)[] {
  const invalid = (message: string, remedy: string): [] => {
    faults.add(() => ({ code, path: ['steps'], message, remedy }));
    return [];
  };
  if (!Array.isArray(value)) {
    return invalid(
      `steps should be a list, but is ${showValue(value)}`,
      'write each as an item: "- run: echo hello"',
    );
  }
  if (value.length === 0) return invalid('there are no steps', 'add one: "- run: echo hello"');
  const ids = new Set<string>();
  return value.map((item: unknown, index) => {
    const path: Path = ['steps', index];
    const step = checkStep(item, path, code, faults);
    const id = step?.id;
    if (id === undefined) return step;
    if (ids.has(id)) {
      const message = `another step has the id "${id}"`;
      faults.add(() => ({ code, path: [...path, 'id'], message, remedy: 'give each step an id of its own' }));
    }
    ids.add(id);
    return step;
  });
}

function checkStep(value: unknown, path: Path, code: ErrorCode, faults: FaultList): Step | undefined {
  const wrong = (word: () => Fault): undefined => faults.add(word) as undefined;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const remedy =
      typeof value === 'string' ? 'write "run:" before it for a shell line' : 'write "- run: ..."';
    return wrong(() => unknown(path, `a step is a mapping, not ${showValue(value)}`, remedy));
  }
  const [kind, other] = STEP_KINDS.filter((word) => Object.hasOwn(value, word));
  if (kind === undefined) return wrong(() => unknownKind(Object.keys(value), path));
  if (other !== undefined) {
    const message = `one step cannot be both ${kind} and ${other}`;
    return wrong(() => ({ ...unknown([...path, other], message, 'make two steps of it'), at: 'key' }));
  }
  const schema = STEP_SCHEMAS[kind];
  const read = schema.safeParse(value);
  if (!read.success) {
    const what = `${kind === 'argv' || kind === 'http' ? 'an' : 'a'} ${kind} step`;
    schemaFaults({ schema, value, path, code, what, hints: HINTS }, read.error.issues, faults);
    return undefined;
  }
  const step: Step = read.data;
  const misplaced = 'module' in step ? modulePathFault(step.module) : undefined;
  return misplaced ? wrong(() => ({ code, path: [...path, 'module'], ...misplaced })) : step;
}

function unknownKind(all: readonly string[], path: Path): Fault {
  const keys = all.slice(0, MAX_KEYS);
  const named = keys.find((key) => Object.hasOwn(MEANT, key));
  const near = keys.find((key) => closest(key, STEP_KINDS) !== undefined);
  const meant = named === undefined ? closest(near ?? '', STEP_KINDS) : MEANT[named];
  const key = named ?? near;
  const known = `give it one of ${STEP_KINDS.join(', ')}`;
  if (key === undefined || meant === undefined) {
    return unknown(path, keys.length === 0 ? 'the step is empty' : 'the step does not say what to do', known);
  }
  return {
    ...unknown([...path, key], `"${key}" is no kind of step`, `did you mean "${meant}"? ${known}`),
    at: 'key',
  };
}

function unknown(path: Path, message: string, remedy: string): Fault {
  return { code: 'step_unknown', path, message, remedy };
}
