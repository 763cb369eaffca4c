/**
 * `secret:NAME` in a definition: the whole value of a variable, or a word of an http header. Nowhere else: what a
 * command's arguments hold, everybody on the machine can see.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { isSecretName, type SecretStore } from './stores/secret-store.ts';

type Definition = Pick<TaskDefinition, 'env' | 'steps'>;
type Texts = Readonly<Record<string, string>>;

const WORD = /(?<![^\s])secret:([A-Za-z_][A-Za-z0-9_.-]{0,127})(?![^\s])/g;

/** The name that a variable's value refers to; undefined where it is a plain value. */
export function secretOf(value: string): string | undefined {
  const name = value.startsWith('secret:') ? value.slice('secret:'.length) : '';
  return isSecretName(name) ? name : undefined;
}

/** The secrets that a definition refers to, by name, each once. */
export function findSecretNames({ env, steps }: Definition): string[] {
  const names = new Set<string>();
  const variables = (texts: Texts | undefined) => {
    for (const value of Object.values(texts ?? {})) {
      const name = secretOf(value);
      if (name !== undefined) names.add(name);
    }
  };
  variables(env);
  for (const step of steps) {
    variables(step.env);
    if ('http' in step)
      for (const value of Object.values(step.http.headers ?? {}))
        for (const [, name] of value.matchAll(WORD)) names.add(name!);
  }
  return [...names].sort();
}

/**
 * The values, by name.
 * @throws LukaError secret_unknown for the first that is not there; secret_store_unavailable
 */
export async function resolveSecrets(
  store: SecretStore,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const name of names) {
    const value = await store.get(name);
    if (value === undefined)
      throw new LukaError('secret_unknown', {
        message: `there is no secret ${name}`,
        remedy: `store it with \`luka secret set ${name}\``,
      });
    values.set(name, value);
  }
  return values;
}

/** Fills templates. */
export type Render = (text: string) => string;

/**
 * The variables as the definition has them, filled. What a template makes of a parameter is never a reference: whoever
 * may choose a parameter may not choose a secret by it.
 * @throws LukaError secret_unknown
 */
export function fillVariables(
  env: Texts,
  secrets: ReadonlyMap<string, string>,
  render: Render,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([variable, value]) => {
      const name = secretOf(value);
      return [variable, name === undefined ? render(value) : valueOf(secrets, name)];
    }),
  );
}

/** A header's value as the definition has it, filled in the same way. @throws LukaError secret_unknown */
export function fillHeader(value: string, secrets: ReadonlyMap<string, string>, render: Render): string {
  let filled = '';
  let end = 0;
  for (const match of value.matchAll(WORD)) {
    filled += render(value.slice(end, match.index)) + valueOf(secrets, match[1]!);
    end = match.index + match[0].length;
  }
  return filled + render(value.slice(end));
}

function valueOf(secrets: ReadonlyMap<string, string>, name: string): string {
  const value = secrets.get(name);
  if (value === undefined) throw new LukaError('secret_unknown', { message: `there is no secret ${name}` });
  return value;
}
