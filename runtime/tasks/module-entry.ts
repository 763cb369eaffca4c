/** Finds what to call in a module's namespace. Imports nothing, because the module host starts with it. */

type Namespace = Readonly<Record<string, unknown>>;
export type Entry = (context: unknown) => unknown;

/**
 * @param name a named export, or undefined for the entry that fits the mode
 * @returns undefined where the module has no such function
 */
export function findEntry(
  namespace: Namespace,
  name: string | undefined,
  mode: 'auto' | 'manual',
): Entry | undefined {
  if (name !== undefined) return lookUp(namespace, name);
  const [first, second] = mode === 'auto' ? ['run_auto', 'run_manual'] : ['run_manual', 'run_auto'];
  return (
    lookUp(namespace, first) ??
    lookUp(namespace, second) ??
    lookUp(namespace, 'run', true) ??
    lookUp(namespace, 'default')
  );
}

/** Names of everything in a module that can be called, those of a default object included. */
export function functionNames(namespace: Namespace): string[] {
  const names = new Set<string>();
  for (const holder of [namespace, namespace['default']]) {
    if (holder === null || typeof holder !== 'object') continue;
    for (const [name, value] of Object.entries(holder)) if (typeof value === 'function') names.add(name);
  }
  return [...names];
}

/** The argument of a default `defineTask(...)`, known by its shape. */
export function definitionOf(namespace: Namespace): Namespace | undefined {
  const value = namespace['default'];
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const task = value as Namespace;
  return typeof task['run'] === 'function' || Array.isArray(task['steps']) ? task : undefined;
}

function lookUp(namespace: Namespace, name: string, onlyDefault = false): Entry | undefined {
  const fallback = namespace['default'];
  for (const holder of onlyDefault ? [fallback] : [namespace, fallback]) {
    if (holder === null || typeof holder !== 'object' || !Object.hasOwn(holder, name)) continue;
    const value = (holder as Namespace)[name];
    if (typeof value === 'function') return (context) => Reflect.apply(value, holder, [context]) as unknown;
  }
  return undefined;
}
