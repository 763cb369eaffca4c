/** Writing outside of the folders that the work may write to. */
import { pathText, readPath, shownPath } from '../paths/path.ts';
import { isDevice, isInside, isSystem, isTemporary, placeOf, writablePlaces } from '../paths/places.ts';
import { eachCommand } from './rule.ts';

export const overwrite = eachCommand(function* (command, { work }) {
  for (const effect of command.effects) {
    if (effect.kind !== 'write' && effect.kind !== 'append') continue;
    const path = readPath(effect.path, { cwd: command.cwd });
    const shown = shownPath(effect.path, command.cwd);
    if (isDevice(path) || isTemporary(path) || (pathText(path) === '/' && command.name === '')) continue;
    if (writablePlaces(work).some((root) => isInside(path, root))) continue;
    if (isInside(path, placeOf(work.lukaHome))) continue;
    const appends = effect.kind === 'append';
    if (isSystem(path) || pathText(path) === '/')
      yield {
        rule: 'overwrite',
        points: 65,
        effect: 'ask',
        text: `writes to ${shown}, which is the system's`,
      };
    else if (path.root !== '/')
      yield { rule: 'overwrite', points: 6, text: `writes to ${shown}, which only the run will know` };
    else if (isInside(path, ['tmp'])) continue;
    else
      yield {
        rule: 'overwrite',
        points: appends ? 22 : 28,
        text: `writes to ${shown}, which is outside of its folders`,
      };
  }
});
