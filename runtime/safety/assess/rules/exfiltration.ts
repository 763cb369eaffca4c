/** Something private is read and something is sent away, in one pipeline or by one command. */
import type { FoundCommand, Note } from '../found.ts';
import { isLoopback } from '../effects/hosts.ts';
import { isSecret } from '../paths/secrets.ts';
import { readPath, shownPath } from '../paths/path.ts';
import { covers, catastrophicPlaces, isPrecious, placeOf } from '../paths/places.ts';
import type { Work } from '../../work.ts';
import { asksKeychain } from './secrets-read.ts';
import type { Rule } from './rule.ts';

export const exfiltration: Rule = function* ({ commands, work }) {
  // Commands of one line belong together: in its pipes, and in what is inside of its words.
  const groups = new Map<number, FoundCommand[]>();
  commands.forEach((command) => {
    const group = groups.get(command.line);
    if (group) group.push(command);
    else groups.set(command.line, [command]);
  });
  for (const group of groups.values()) yield* lookAt(group, work);
  yield* overSteps(commands);
};

function* lookAt(group: readonly FoundCommand[], work: Work): Iterable<Note> {
  const sender = group.find(sends);
  if (!sender) return;
  for (const command of group) {
    const what = privately(command, work);
    if (what === undefined) continue;
    yield {
      rule: 'exfiltration',
      points: 90,
      effect: 'ask',
      text: `reads ${what} and sends something away`,
      command: sender,
      step: sender.step,
      evidence: sender.evidence,
    };
    return;
  }
}

/** Reads here, sends there: no proof, but worth some points. */
function* overSteps(commands: readonly FoundCommand[]): Iterable<Note> {
  const sender = commands.find(sends);
  const reader = sender && commands.find((command) => readsSecret(command) !== undefined);
  if (!sender || !reader) return;
  yield {
    rule: 'exfiltration',
    points: 60,
    text: `reads ${readsSecret(reader)} and, elsewhere, sends something away`,
    command: sender,
    step: sender.step,
    evidence: sender.evidence,
  };
}

const PRINTS_ALL = new Set(['env', 'printenv', 'set', 'export', 'declare']);

const sends = ({ effects }: FoundCommand): boolean =>
  effects.some(
    (effect) =>
      effect.kind === 'connect' &&
      (effect.sends || effect.host?.value === undefined) &&
      !isLoopback(effect.host?.value ?? ''),
  );

function readsSecret(command: FoundCommand): string | undefined {
  const secret = command.effects.find(
    (effect) => (effect.kind === 'read' || effect.kind === 'move') && isSecret(effect.path, command.cwd),
  );
  if (secret && secret.kind !== 'connect') return shownPath(secret.path, command.cwd);
  if (asksKeychain(command)) return 'a keychain';
  return undefined;
}

function privately(command: FoundCommand, work: Work): string | undefined {
  const secret = readsSecret(command);
  if (secret !== undefined) return secret;
  if (PRINTS_ALL.has(command.name) && command.words.length === 1) return 'all variables';
  for (const effect of command.effects) {
    if (effect.kind !== 'read' || !effect.recursive) continue;
    const path = readPath(effect.path, { cwd: command.cwd });
    if (
      isPrecious(path, placeOf(work.personHome)) ||
      catastrophicPlaces(work).some((place) => covers(path, place))
    )
      return `everything in ${shownPath(effect.path, command.cwd)}`;
  }
  return undefined;
}
