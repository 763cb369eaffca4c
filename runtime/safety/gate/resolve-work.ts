/** A definition and its parameters as the work that would be done: templates filled as far as anything is known. */
import { isAbsolute, join, resolve } from 'node:path';
import type { Check } from '#shared/nouns/check.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import type { HealthCheck } from '#shared/nouns/service.ts';
import type { Step } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { expandHome } from '../../runs/step-results.ts';
import { stepName } from '../../runs/steps/index.ts';
import { paramVariable } from '../../tasks/environment-names.ts';
import { modulePath } from '../../tasks/module-path.ts';
import { parseTemplate } from '../../tasks/template.ts';
import type { WorkAction, WorkStep, WorkWord } from '../work.ts';

export interface WorkPlaces {
  readonly personHome: string;
  readonly lukaHome: string;
  /** The modules folder. */
  readonly modules: string;
  /** The shell of `run` steps. */
  readonly shell: string;
}

const SECRET = /(?:^|\s)secret:[A-Za-z_]/;

/** @throws LukaError module_missing where a step names a module outside of the modules folder */
export function resolveSteps(
  definition: TaskDefinition,
  params: ParamValues,
  places: WorkPlaces,
): WorkStep[] {
  const scope = new WordScope(definition, params, places);
  return definition.steps.map((step) => ({
    action: actionOf(step, scope, places),
    name: stepName(step),
    cwd: scope.folder(step.cwd),
    env: scope.environment(step.env),
  }));
}

/** The commands that its checks run after it, and that ask a service for its health. */
export function resolveChecks(
  definition: TaskDefinition,
  params: ParamValues,
  places: WorkPlaces,
): WorkStep[] {
  const scope = new WordScope(definition, params, places);
  const health = definition.service?.health;
  const asked = [
    ...(definition.checks ?? []).map((check) => ({
      action: commandOf(check, places.shell),
      name: check.name ?? 'a check',
    })),
    ...(health ? [{ action: commandOf(health, places.shell), name: 'the health check' }] : []),
  ];
  return asked.flatMap(({ action, name }): WorkStep[] =>
    action ? [{ action, name, cwd: scope.folder(undefined), env: scope.environment({}) }] : [],
  );
}

function commandOf(check: Check | HealthCheck, shell: string): WorkAction | undefined {
  if ('run' in check && check.run !== undefined) return { kind: 'shell', script: check.run, shell };
  if ('argv' in check && check.argv !== undefined)
    return { kind: 'argv', argv: check.argv.map((text) => ({ text, known: true })) };
  return undefined;
}

function actionOf(step: Step, scope: WordScope, places: WorkPlaces): WorkAction {
  if ('run' in step) return { kind: 'shell', script: step.run, shell: places.shell };
  if ('argv' in step) return { kind: 'argv', argv: step.argv.map((word) => scope.word(word)) };
  if ('git' in step) {
    const words = ['git', step.git.action].map((text) => ({ text, known: true }));
    return { kind: 'argv', argv: [...words, ...(step.git.args ?? []).map((word) => scope.word(word))] };
  }
  if ('module' in step)
    return { kind: 'file', file: { text: modulePath(places.modules, step.module), known: true }, args: [] };
  if ('node' in step) {
    if ('code' in step.node) return { kind: 'code', code: step.node.code };
    const { text, known } = scope.word(step.node.file);
    const file = expandHome(text, places.personHome);
    const cwd = scope.folder(step.cwd);
    return {
      kind: 'file',
      file: { text: resolve(cwd.text, file), known: known && (isAbsolute(file) || cwd.known) },
      args: (step.node.args ?? []).map((word) => scope.word(word)),
    };
  }
  const method = step.http.method ?? 'GET';
  return {
    kind: 'http',
    method,
    url: scope.word(step.http.url),
    sends:
      step.http.body !== undefined || step.http.headers !== undefined || !['GET', 'HEAD'].includes(method),
  };
}

class WordScope {
  readonly #definition: TaskDefinition;
  readonly #params: ParamValues;
  readonly #places: WorkPlaces;

  constructor(definition: TaskDefinition, params: ParamValues, places: WorkPlaces) {
    this.#definition = definition;
    this.#params = params;
    this.#places = places;
  }

  /** What is known is put in; where something is not, the template stays, and the word is not known. */
  word(text: string): WorkWord {
    let known = true;
    const { parts, faults } = parseTemplate(text);
    const filled = parts.map((part) => {
      if (part.type === 'text') return part.text;
      const { reference } = part;
      if (reference.kind === 'param' && Object.hasOwn(this.#params, reference.name))
        return String(this.#params[reference.name]);
      if (reference.kind === 'run' && reference.field === 'home') return this.#places.lukaHome;
      known = false;
      return part.raw;
    });
    return { text: filled.join(''), known: known && faults.length === 0 };
  }

  folder(own: string | undefined): WorkWord {
    const { personHome } = this.#places;
    const base =
      this.#definition.cwd === undefined
        ? { text: personHome, known: true }
        : this.word(this.#definition.cwd);
    const cwd = { ...base, text: expandHome(base.text, personHome) };
    if (own === undefined) return cwd;
    const word = this.word(own);
    const path = expandHome(word.text, personHome);
    return isAbsolute(path)
      ? { text: path, known: word.known }
      : { text: join(cwd.text, path), known: word.known && cwd.known };
  }

  environment(own: Readonly<Record<string, string>> | undefined): Record<string, string | undefined> {
    const env: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(this.#params)) env[paramVariable(name)] = String(value);
    for (const [name, value] of Object.entries({ ...this.#definition.env, ...own })) {
      const word = this.word(value);
      env[name] = word.known && !SECRET.test(value) ? word.text : undefined;
    }
    return env;
  }
}
