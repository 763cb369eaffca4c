/** Which names a module exports beside its default, and from where each comes. */
import type { ModuleText } from './module-text.ts';
import { isStable, type Source } from './source.ts';
import { nameOf, type Syntax } from './syntax.ts';

export interface ExportPlan {
  /** `whole`: what module.exports was. `key`: what exports.default was. `none`: it exports nothing. */
  readonly default: 'whole' | 'key' | 'none';
  readonly named: readonly string[];
  /** Keys that are known, and reached through the default export only. */
  readonly onlyDefault: readonly string[];
  /** Whether there may be keys that nobody knows from the text. */
  readonly open: boolean;
  /** Nobody would look for its keys by name: it is a list, a class, a value of its own. */
  readonly quiet?: boolean;
  /** `export * from` what is exported. */
  readonly all?: boolean;
}

export interface NamedSource {
  readonly key: string;
  /** A binding that always is what the key is. */
  readonly binding?: string;
}

/** Of an ES namespace: `default` is something else, and whoever awaits a namespace with `then` waits for it. */
const NEVER_NAMED = new Set(['default', '__esModule', 'then']);

export const canBeNamed = (key: string): boolean => !NEVER_NAMED.has(key) && !/[\uD800-\uDFFF]/.test(key);

/** The binding of the file that a value is, where it is nothing but that, and never set again. */
export function bindingOf(source: Source, value: Syntax | undefined, before: Syntax): string | undefined {
  const name = nameOf(value);
  const variable = name === undefined ? undefined : source.own(name);
  if (name === undefined || !variable || !isStable(variable)) return undefined;
  const definition = variable.defs[0];
  if (definition?.type === 'FunctionName' || definition?.type === 'ImportBinding') return name;
  // Set before it is exported, and at the top: a `var` of a block may not be set at all.
  const at = definition?.node as unknown as Syntax | undefined;
  if (at === undefined || at.end > before.start) return undefined;
  const holder =
    definition?.type === 'Variable' ? source.parentOf(source.parentOf(at) ?? at) : source.parentOf(at);
  return holder === source.root ? name : undefined;
}

/**
 * Writes the export statements of names.
 * @param object the name of what holds the keys that are no bindings
 */
export function writeNamed(named: readonly NamedSource[], object: string, text: ModuleText): void {
  const direct = named.filter(({ binding }) => binding !== undefined);
  const taken = named.filter(({ binding }) => binding === undefined);
  const plain = taken.filter(({ key }) => text.names.declare(key));
  const renamed = taken
    .filter((one) => !plain.includes(one))
    .map(({ key }) => ({ key, local: text.names.take(key) }));
  if (plain.length > 0) text.end(`export const { ${plain.map(({ key }) => key).join(', ')} } = ${object};`);
  if (renamed.length > 0)
    text.end(
      `const { ${renamed.map(({ key, local }) => `${keyText(key)}: ${local}`).join(', ')} } = ${object};`,
    );
  const list = [
    ...direct.map(({ key, binding }) => (binding === key ? key : `${binding} as ${keyText(key)}`)),
    ...renamed.map(({ key, local }) => `${local} as ${keyText(key)}`),
  ];
  if (list.length > 0) text.end(`export { ${list.join(', ')} };`);
}

const keyText = (key: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);
