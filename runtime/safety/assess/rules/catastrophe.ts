/** What never runs, whatever the policy says: it would destroy the machine, or what the person has on it. */
import { gitAction } from '../unwrap/tools.ts';
import { readPath, shownPath } from '../paths/path.ts';
import { isInside, isRawDevice } from '../paths/places.ts';
import { lossesOf } from '../paths/judge-loss.ts';
import type { FoundCommand } from '../found.ts';
import { eachCommand, textsOf, type Remark } from './rule.ts';
import { endsMachine } from './ends-machine.ts';
import { formats } from './formats.ts';

const deny = (text: string): Remark => ({ rule: 'catastrophe', points: 100, effect: 'deny', text });

export const catastrophe = eachCommand(function* (command, { work }) {
  for (const loss of lossesOf(command, work)) if (loss.rule === 'catastrophe') yield loss;
  const texts = textsOf(command);
  if (
    DESTROYERS.has(command.name) &&
    texts.some((text) =>
      /^--no-p(?:r(?:e(?:s(?:e(?:r(?:v(?:e(?:-r(?:o(?:o(?:t)?)?)?)?)?)?)?)?)?)?)?$/.test(text),
    )
  )
    yield deny('asks for the root of the disk not to be spared');
  for (const effect of command.effects) {
    if (effect.kind !== 'write' && effect.kind !== 'append' && effect.kind !== 'delete') continue;
    const path = readPath(effect.path, { cwd: command.cwd });
    if (isRawDevice(path)) yield deny(`writes to the raw device ${shownPath(effect.path, command.cwd)}`);
    if (isInside(path, ['proc', 'sysrq-trigger']) && effect.kind !== 'delete')
      yield deny('gives the kernel a command that ends everything');
  }
  if (formats(command.name, texts)) yield deny(`formats or partitions a disk (${command.name})`);
  if (endsMachine(command.name, texts))
    yield deny(`ends the machine, or all that runs on it (${command.name})`);
  if (isEverything(command)) yield deny('gives everything on the disk to git');
});

const DESTROYERS = new Set(['rm', 'grm', 'chmod', 'chown', 'chgrp', 'gchmod', 'gchown']);

/** `git --work-tree=/ checkout -f`: writes a repository over the whole disk. */
function isEverything({ name, words }: FoundCommand): boolean {
  if (name !== 'git') return false;
  const { action, folder } = gitAction(words.slice(1));
  return folder?.text === '/' && ['checkout', 'reset', 'clean', 'restore'].includes(action);
}
