/** What it means that a path is deleted, moved away or made somebody else's. */
import type { Work } from '../../work.ts';
import type { Effect } from '../effects/effect.ts';
import type { FoundCommand, Note } from '../found.ts';
import { hasHole, type Word } from '../word.ts';
import { shownPath, type Path } from './path.ts';
import {
  catastrophicPlaces,
  covers,
  isExactly,
  isInside,
  isPrecious,
  isSystem,
  isTemporary,
  isVolume,
  isWide,
  placeOf,
  readingOf,
  writablePlaces,
  type Place,
} from './places.ts';

export type Loss = Pick<Note, 'points' | 'text' | 'effect'> & {
  readonly rule: 'catastrophe' | 'delete_unknown' | 'delete_broad' | 'delete';
};

interface Kind {
  readonly verb: string;
  readonly recursive: boolean;
  readonly unsure: boolean;
  readonly narrowed: boolean;
  readonly mirror: boolean;
}

function kindOf(effect: Effect): Kind | undefined {
  const none = { unsure: false, narrowed: false, mirror: false };
  switch (effect.kind) {
    case 'delete':
      return {
        verb: effect.mirror ? 'deletes what is not in the source from' : 'deletes',
        recursive: effect.recursive,
        unsure: effect.unsure ?? false,
        narrowed: effect.narrowed ?? false,
        mirror: effect.mirror ?? false,
      };
    case 'move':
      return { verb: 'moves away', recursive: true, ...none };
    case 'mode':
      return { verb: 'changes who may use', recursive: effect.recursive, ...none };
    default:
      return undefined;
  }
}

/** Several rules ask, each for its own kind. */
const known = new WeakMap<FoundCommand, readonly Loss[]>();

/** All losses of a command, in the order of its effects. */
export function lossesOf(command: FoundCommand, work: Work): readonly Loss[] {
  const losses = known.get(command) ?? findLosses(command, work);
  known.set(command, losses);
  return losses;
}

function findLosses(command: FoundCommand, work: Work): readonly Loss[] {
  return command.effects.flatMap((effect) => {
    const kind = kindOf(effect);
    if (!kind || effect.kind === 'connect') return [];
    const loss = judge(effect.path, kind, command.cwd, work, effect.kind);
    return loss ? [loss] : [];
  });
}

function judge(word: Word, kind: Kind, cwd: Word, work: Work, what: Effect['kind']): Loss | undefined {
  const { verb, unsure, narrowed, mirror } = kind;
  const { path, emptied } = readingOf(word, cwd);
  const recursive = kind.recursive || isDeep(word);
  const shown = shownPath(word, cwd);
  const places = catastrophicPlaces(work);
  const coversPlace = places.some((place) => covers(path, place));
  const all = wide(path) ? 'everything in ' : '';
  if ((recursive || unsure) && coversPlace && !narrowed) {
    if (mirror && isVolume(path))
      return { rule: 'delete_broad', points: 85, effect: 'ask', text: `${verb} the whole volume ${shown}` };
    if (unsure && !recursive)
      return {
        rule: 'delete_unknown',
        points: 85,
        effect: 'ask',
        text: `may delete ${shown} with everything in it`,
      };
    return { rule: 'catastrophe', points: 100, effect: 'deny', text: `${verb} ${all}${shown}` };
  }
  if (recursive && emptied && places.some((place) => covers(emptied, place)))
    return {
      rule: 'delete_unknown',
      points: 85,
      effect: 'ask',
      text: `${verb} ${shown}; if that is empty, a whole home or system folder`,
    };
  if (what === 'mode') return undefined;
  if (coversPlace && (narrowed || wide(path)))
    return { rule: 'delete_broad', points: 75, effect: 'ask', text: `${verb} files all over ${shown}` };
  if (isTemporary(path)) return undefined;
  if (isSystem(path))
    return {
      rule: 'delete_broad',
      points: 75,
      effect: 'ask',
      text: `${verb} ${shown}, which is the system's`,
    };
  if (what === 'move')
    return isPrecious(path, placeOf(work.personHome))
      ? { rule: 'delete_broad', points: 45, text: `${verb} ${shown}` }
      : undefined;
  if (recursive && !narrowed && isPrecious(path, placeOf(work.personHome)))
    return {
      rule: 'delete_broad',
      points: 75,
      effect: 'ask',
      text: `${verb} ${all}${shown} with everything in it`,
    };
  return ordinary(path, word, { ...kind, recursive }, shown, work);
}

function ordinary(
  path: Path,
  word: Word,
  { verb, recursive, narrowed }: Kind,
  shown: string,
  work: Work,
): Loss {
  const roots = writablePlaces(work);
  const broad = recursive && !narrowed;
  const home = placeOf(work.personHome);
  if (broad && isInside(path, home) && path.parts.length === home.length + 1)
    return {
      rule: 'delete_broad',
      points: 35,
      text: `${verb} ${shown}, which is right in the home, with everything in it`,
    };
  if (path.root === '/' && roots.some((root) => isExactly(path, root) || isAllOf(path, root)))
    return broad
      ? { rule: 'delete_broad', points: 45, text: `${verb} ${shown} with everything in it` }
      : { rule: 'delete', points: 10, text: `${verb} ${shown}` };
  if (path.root === '/' && roots.some((root) => isInside(path, root))) {
    // Which of the files in there: the harm is bounded by the folder.
    const points = broad
      ? path.parts.some((part) => part.some(({ kind }) => kind === 'hole'))
        ? 15
        : 10
      : 4;
    return { rule: 'delete', points, text: `${verb} ${shown}${broad ? ' with everything in it' : ''}` };
  }
  if (path.root !== '/' || hasHole(word)) {
    if (broad && !startsKnown(word))
      return {
        rule: 'delete_unknown',
        points: 48,
        text: `${verb} ${shown}, which only the run will know, with everything in it`,
      };
    return { rule: 'delete', points: broad ? 20 : 8, text: `${verb} ${shown}` };
  }
  if (broad)
    return {
      rule: 'delete_broad',
      points: 50,
      text: `${verb} ${shown} with everything in it, which is outside of its folders`,
    };
  return { rule: 'delete', points: 20, text: `${verb} ${shown}, which is outside of its folders` };
}

/** Each single one of what find lists: as good as all of it at once. */
const isDeep = (word: Word): boolean =>
  word.value === undefined && word.pieces.some((piece) => piece.kind === 'glob' && piece.text === '**');

/** A name below a folder that is not known is not the folder itself. */
const startsKnown = (word: Word): boolean =>
  word.pieces[0]?.kind === 'text' && !/^[./]*$/.test(word.pieces[0].text);

const wide = (path: Path): boolean => path.parts.length > 0 && isWide(path.parts.at(-1)!);

function isAllOf(path: Path, root: Place): boolean {
  return wide(path) && path.parts.length === root.length + 1 && isInside(path, root);
}
