/** A program that is not known here gets the words of a dangerous command: it may be one that runs others. */
import { fileEffects } from '../effects/files.ts';
import { hostEffects } from '../effects/hosts.ts';
import { lossesOf } from '../paths/judge-loss.ts';
import { programName } from '../inspector.ts';
import { isUnwrapped } from '../unwrap/index.ts';
import { endsMachine } from './ends-machine.ts';
import { formats } from './formats.ts';
import { eachCommand } from './rule.ts';

/** They only show, search or store their words. */
const TALKS = new Set(
  'echo printf print cat grep egrep fgrep rg ag ack man which whereis type help info test [ [[ expr let say logger wall write touch mkdir ls export alias unalias declare typeset local readonly set unset read command brew apt apt-get dpkg pip npm pnpm yarn luka gh jq yq tldr whatis apropos basename dirname history complete compgen head tail sort cp mv ln scp rm git chmod chown tar zip'.split(
    ' ',
  ),
);

export const hiddenCommand = eachCommand(function* (command, { work }) {
  const { name, words } = command;
  if (name === '' || words.length < 3 || TALKS.has(name) || isUnwrapped(name)) return;
  for (let at = 1; at < Math.min(words.length, 12); at += 1) {
    const inner = words[at]!;
    if (inner.value === undefined || !/^[\w./-]+$/.test(inner.value) || inner.value.startsWith('-')) continue;
    const program = programName(inner.value);
    const args = words.slice(at + 1);
    const effects = [...fileEffects(program, args), ...hostEffects(program, args)];
    const texts = args.map(({ text }) => text);
    const isBad =
      lossesOf({ ...command, effects }, work).some(({ rule }) => rule === 'catastrophe') ||
      (texts.length > 0 && (formats(program, texts) || endsMachine(program, texts)));
    if (!isBad) continue;
    yield {
      rule: 'hidden_command',
      points: 80,
      effect: 'ask',
      text: `gives ${name} the words of a command that never runs: ${program} ${texts.slice(0, 3).join(' ')}`,
    };
    return;
  }
});
