/** Luka's own files: whoever changes them changes what Luka asks about. */
import { fold } from '../shell/glob-match.ts';
import { plain, readPath, shownPath, type Path } from '../paths/path.ts';
import { isInside, placeOf } from '../paths/places.ts';
import type { Work } from '../../work.ts';
import { eachCommand } from './rule.ts';

/** A task may add to these. */
const OPEN = new Set(['reports', 'scratch', 'logs']);

export const lukaHome = eachCommand(function* (command, { work }) {
  for (const effect of command.effects) {
    if (effect.kind === 'connect' || effect.kind === 'run') continue;
    const path = readPath(effect.path, { cwd: command.cwd });
    const name = ownName(path, work);
    if (name === undefined) continue;
    const shown = shownPath(effect.path, command.cwd);
    if (effect.kind === 'read') {
      if (/^(?:token|secrets.*|clients.*|.*\.key)$/.test(name))
        yield {
          rule: 'secrets_read',
          points: 75,
          effect: 'ask',
          text: `reads ${shown}, which opens Luka to whoever has it`,
        };
    } else if (!OPEN.has(name) || (effect.kind !== 'write' && effect.kind !== 'append')) {
      const points = OPEN.has(name)
        ? 15
        : name === 'queue' || name === 'tasks' || name === 'modules'
          ? 55
          : 85;
      yield {
        rule: 'luka_home',
        points,
        text: `changes ${shown}, which is Luka's own`,
        ...(points > 15 ? { effect: 'ask' as const } : {}),
      };
    }
  }
});

function ownName(path: Path, work: Work): string | undefined {
  const home = placeOf(work.lukaHome);
  if (!isInside(path, home) || path.parts.length === home.length) return undefined;
  return fold(plain(path.parts[home.length]!) ?? '?');
}
