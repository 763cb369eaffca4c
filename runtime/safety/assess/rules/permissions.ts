/** Opening files to everybody, giving them away, letting programs run as their owner. */
import { shownPath } from '../paths/path.ts';
import { eachCommand } from './rule.ts';

const OPEN_TO_ALL = /^0*[0-7]?[0-7][0-7][2367]$|^[ugoa]*o[ugoa]*[+=][rx]*w|^a[+=][rxX]*w|^\+w$|^[+=]rwx$/;
const SETS_ID = /^0*[2-7][0-7]{3}$|^[ugoa]*[+=][rwxX]*s|^\+s$/;
const NAMES = new Set(['chmod', 'gchmod']);

export const permissions = eachCommand(function* (command) {
  for (const effect of command.effects) {
    if (effect.kind !== 'mode') continue;
    const shown = shownPath(effect.path, command.cwd);
    const mode = effect.mode?.text ?? '';
    if (!NAMES.has(command.name) && !command.name.startsWith('fs.')) {
      if (/^(?:chown|gchown|chgrp|fs\.l?chown(?:Sync)?)$/.test(command.name))
        yield {
          rule: 'permissions',
          points: effect.recursive ? 35 : 18,
          text: `gives ${shown} to somebody else`,
        };
      else if (/^(?:setfacl|chattr|chflags)$/.test(command.name))
        yield { rule: 'permissions', points: 18, text: `changes who may use ${shown}` };
    } else if (SETS_ID.test(mode) && !mode.startsWith('1'))
      yield {
        rule: 'permissions',
        points: 55,
        effect: 'ask',
        text: `lets ${shown} run as its owner, whoever starts it`,
      };
    else if (OPEN_TO_ALL.test(mode))
      yield {
        rule: 'permissions',
        points: effect.recursive ? 40 : 28,
        text: `lets everybody write ${shown}`,
      };
    else if (effect.recursive)
      yield { rule: 'permissions', points: 12, text: `changes who may use ${shown} and everything in it` };
  }
});
