/** Homes for specs, and what a person or an agent does to one with an editor. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { personHome } from '../drivers/luka-process.ts';

/** Task id to the text of its file. */
export type TaskTexts = Readonly<Record<string, string>>;

/**
 * Makes a folder the home of a Luka that has run before: one without the samples, of which one runs at the first start
 * and would be in the way of counting.
 */
export async function prepareHome(home: string, tasks: TaskTexts): Promise<void> {
  await writeFile(join(home, '.luka-home'), '{"version":1}\n', { mode: 0o600 });
  await writeFile(join(home, 'luka.db'), '', { mode: 0o600 });
  await mkdir(join(home, 'tasks'), { recursive: true, mode: 0o700 });
  for (const [id, text] of Object.entries(tasks)) await writeFile(taskFile(home, id), text);
}

export function taskFile(home: string, id: string): string {
  return join(home, 'tasks', `${id}.yaml`);
}

/**
 * A shell line that waits until the spec opens the gate: a run stands still exactly as long as the spec looks at it,
 * on a machine of any speed.
 */
export function waitAt(gate: string): string {
  return `until [ -e "$HOME/gate-${gate}" ]; do sleep 0.1; done`;
}

export async function openGate(home: string, gate: string): Promise<void> {
  await writeFile(join(personHome(home), `gate-${gate}`), '');
}

/** Puts an order into the inbox as a careful program does: written aside, then renamed. */
export async function dropOrder(home: string, name: string, text: string): Promise<void> {
  const inbox = join(home, 'queue', 'inbox');
  await mkdir(inbox, { recursive: true, mode: 0o700 });
  const aside = join(inbox, `.${name}.tmp`);
  await writeFile(aside, text);
  await rename(aside, join(inbox, name));
}
