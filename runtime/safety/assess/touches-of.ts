/** What the work may touch, for a person to read before they say yes. */
import type { Touches } from '#shared/nouns/gate.ts';
import type { FoundCommand } from './found.ts';
import { isDevice, isRawDevice } from './paths/places.ts';
import { readPath, shownPath } from './paths/path.ts';

const MAX_ENTRIES = 100;
/** Builtins that are no programs of their own. */
const BUILTINS = new Set(
  ': . [ alias bg bind break builtin caller cd command compgen complete continue declare dirs disown echo enable eval exec exit export false fc fg getopts hash help history jobs let local logout mapfile popd printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap true type typeset ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

export function touchesOf(commands: readonly FoundCommand[], scripts: readonly string[]): Touches {
  const sets = {
    reads: new Set<string>(scripts),
    writes: new Set<string>(),
    deletes: new Set<string>(),
    network: new Set<string>(),
    programs: new Set<string>(),
  };
  for (const { name, effects, cwd, via } of commands) {
    if (name !== '' && !BUILTINS.has(name) && !name.includes('.') && !(via.at(-1) === name))
      sets.programs.add(name);
    for (const effect of effects) {
      if (effect.kind === 'connect') {
        sets.network.add(effect.host?.value ?? 'any');
        continue;
      }
      const path = readPath(effect.path, { cwd });
      if (isDevice(path) && !isRawDevice(path)) continue;
      const shown = shownPath(effect.path, cwd);
      if (effect.kind === 'read') sets.reads.add(shown);
      else if (effect.kind === 'delete') sets.deletes.add(shown);
      else if (effect.kind === 'move') sets.deletes.add(shown);
      else sets.writes.add(shown);
    }
  }
  return {
    reads: sorted(sets.reads),
    writes: sorted(sets.writes),
    deletes: sorted(sets.deletes),
    network: sorted(sets.network),
    programs: sorted(sets.programs),
  };
}

const MAX_TEXT = 300;

function sorted(texts: ReadonlySet<string>): string[] {
  const short = [...texts].map((text) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text));
  return [...new Set(short)].sort().slice(0, MAX_ENTRIES);
}
