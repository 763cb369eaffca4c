/** A module that is a task of its own: one step that calls it, with what its default export says about it. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { toErrorBody } from '#shared/errors/luka-error.ts';
import { checkDefinition } from './check-definition.ts';
import { toFinding, type Fault } from './faults.ts';
import type { KnownModule } from './module-shelf.ts';
import type { ModuleDescription } from './ports.ts';
import { escapePattern, placesIn, type Locate } from './source-text.ts';

/** Whether a module can be run without naming a function. */
export function hasEntry(description: ModuleDescription): boolean {
  const { hasAuto, hasManual, functions, definition } = description;
  return (
    hasAuto ||
    hasManual ||
    functions.includes('default') ||
    (definition !== undefined && functions.includes('run'))
  );
}

export function taskOfModule(module: KnownModule): { definition?: TaskDefinition; findings: Finding[] } {
  const { description, error, file, name } = module;
  if (error || !description) {
    const { code, message, remedy, findings } = toErrorBody(error);
    return { findings: findings ?? [{ code, severity: 'error', message, remedy, file, line: 1, column: 1 }] };
  }
  const told = description.definition;
  const fields = told !== null && typeof told === 'object' ? (told as Record<string, unknown>) : {};
  if (!hasEntry(description) && fields['steps'] === undefined) {
    const fault: Fault = {
      code: 'module_no_entry',
      path: [],
      message: `${name} has no run_auto(ctx), no run_manual(ctx) and no default with run(ctx)`,
      remedy: `export one of them, or start the name with "_" if other modules import it`,
    };
    return { findings: [toFinding(fault, () => ({ line: 1, column: 1 }), file)] };
  }
  const { definition, faults } = checkDefinition(
    { steps: [{ module: name }], ...fields },
    'task',
    name.replace(/\.mjs$/, ''),
  );
  return {
    ...(definition ? { definition } : {}),
    findings: faults.map((fault) => toFinding(fault, locateByName(module.text), file)),
  };
}

/** Code has no places for values, so the place is where the field's name is first written. */
export function locateByName(text: string): Locate {
  return (path) => {
    const name = path.findLast((part) => typeof part === 'string');
    const at =
      name === undefined ? -1 : text.search(new RegExp(String.raw`["']?\b${escapePattern(name)}\b["']?\s*:`));
    return placesIn(text)(Math.max(at, 0));
  };
}
