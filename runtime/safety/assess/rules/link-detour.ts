/** Deleting through a link that the work makes itself: what is deleted is not where it seems to be. */
import { hasFlag, readArguments } from '../arguments.ts';
import { pathText, readPath, shownPath } from '../paths/path.ts';
import { catastrophicPlaces, covers } from '../paths/places.ts';
import { fold } from '../shell/glob-match.ts';
import type { FoundCommand } from '../found.ts';
import type { Word } from '../word.ts';
import type { Rule } from './rule.ts';

export const linkDetour: Rule = function* ({ commands, work }) {
  const links = commands.flatMap((command) => linksOf(command));
  const risky = links.filter(({ target }) =>
    catastrophicPlaces(work).some((place) => covers(readPath(target.word, { cwd: target.cwd }), place)),
  );
  if (risky.length === 0) return;
  for (const command of commands) {
    for (const effect of command.effects) {
      if (effect.kind !== 'delete' && effect.kind !== 'move' && effect.kind !== 'mode') continue;
      const path = fold(
        pathText(readPath(effect.path, { cwd: command.cwd })) ?? shownPath(effect.path, command.cwd),
      );
      const link = risky.find(
        ({ name }) => path.startsWith(`${name}/`) || (path === name && effect.path.text.endsWith('/')),
      );
      if (!link) continue;
      yield {
        rule: 'delete_broad',
        points: 85,
        effect: 'ask',
        text: `reaches ${shownPath(link.target.word, link.target.cwd)} through a link that it makes itself`,
        command,
        step: command.step,
        evidence: command.evidence,
      };
    }
  }
};

interface Link {
  readonly name: string;
  readonly target: { readonly word: Word; readonly cwd: Word };
}

function linksOf({ name, words, cwd }: FoundCommand): readonly Link[] {
  if (name !== 'ln' && name !== 'gln') return [];
  const read = readArguments(words.slice(1), { valued: 'tS', long: ['target-directory', 'suffix'] });
  const [target, link] = read.operands;
  if (!target || !link || !hasFlag(read, 's', 'symbolic')) return [];
  return [
    { name: fold(pathText(readPath(link, { cwd })) ?? shownPath(link, cwd)), target: { word: target, cwd } },
  ];
}
