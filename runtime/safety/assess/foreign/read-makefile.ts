/** The recipes of a Makefile, as the shell lines that they are. Make's own functions stay unknown. */
import { Exceeded } from '../bounds.ts';

const MAX_LINES = 2_000;
const MAX_LINE = 4_000;
const ROUNDS = 5;
/** What stands for a value that only make would know: no program of that name does anything. */
const UNKNOWN = 'luka-make-value';
const BUILT_IN: Readonly<Record<string, string>> = {
  RM: 'rm -f',
  SHELL: '/bin/sh',
  MAKE: 'make',
  CURDIR: '.',
  '@': UNKNOWN,
};

/** @throws Exceeded where it is longer than what is looked at */
export function recipesOf(text: string): readonly string[] {
  const lines = text.replaceAll(/\\\r?\n[ \t]*/g, ' ').split(/\r?\n/);
  if (lines.length > MAX_LINES) throw new Exceeded('it has too many lines');
  const values = new Map(Object.entries(BUILT_IN));
  const recipes: string[] = [];
  for (const line of lines) {
    if (line.length > MAX_LINE) throw new Exceeded('it has too long a line');
    const [, name, value] =
      /^(?:export\s+|override\s+)?([A-Za-z_][\w.]{0,99})\s?[:?+!]{0,2}=(.*)$/.exec(line) ?? [];
    // `name != command` and $(shell command) run it when the file is read.
    for (const command of commandsIn(line)) recipes.push(filled(command, values));
    if (line.startsWith('\t')) recipes.push(filled(line.trim().replace(/^[@+-]+/, ''), values));
    else if (name !== undefined && value !== undefined) values.set(name, value.trim());
  }
  return recipes.filter((recipe) => recipe !== '');
}

function commandsIn(line: string): readonly string[] {
  const assigned = /^[A-Za-z_][\w.]{0,99}\s?!=(.*)$/.exec(line)?.[1];
  const called = line
    .split('$(shell ')
    .slice(1)
    .map((rest) => rest.slice(0, rest.lastIndexOf(')')));
  return assigned === undefined ? called : [assigned, ...called];
}

function filled(text: string, values: ReadonlyMap<string, string>): string {
  let result = text;
  for (let round = 0; round < ROUNDS && /\$[({]/.test(result); round += 1) {
    result = result.replaceAll(
      /\$(?:\(([^()${}]*)\)|\{([^(){}$]*)\})/g,
      (_, round_?: string, curly?: string) => {
        const name = (round_ ?? curly ?? '').trim();
        return values.get(name) ?? UNKNOWN;
      },
    );
    if (result.length > MAX_LINE) throw new Exceeded('its values grow too long');
  }
  return result
    .replaceAll(/\$[@<^?*%+|]/g, UNKNOWN)
    .replaceAll(/\$\([^)]*\)/g, UNKNOWN)
    .replaceAll('$$', '$');
}
