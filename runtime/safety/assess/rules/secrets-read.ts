/** Reading what opens other doors. */
import { isSecret } from '../paths/secrets.ts';
import { shownPath } from '../paths/path.ts';
import { hasFlag, readArguments } from '../arguments.ts';
import type { FoundCommand } from '../found.ts';
import { eachCommand } from './rule.ts';

export const secretsRead = eachCommand(function* (command) {
  for (const effect of command.effects)
    if ((effect.kind === 'read' || effect.kind === 'move') && isSecret(effect.path, command.cwd))
      yield {
        rule: 'secrets_read',
        points: 60,
        effect: 'ask',
        text: `reads ${shownPath(effect.path, command.cwd)}, which may hold secrets`,
      };
  if (asksKeychain(command))
    yield {
      rule: 'secrets_read',
      points: 65,
      effect: 'ask',
      text: `reads secrets from a keychain (${command.name})`,
    };
});

/** Programs whose purpose it is to give secrets out. */
export function asksKeychain({ name, words }: FoundCommand): boolean {
  const args = words.slice(1);
  const texts = args.map(({ text }) => text);
  switch (name) {
    case 'security':
      return /^(?:find-(?:generic|internet)-password|dump-keychain|export|find-identity|unlock-keychain|find-key)$/.test(
        texts[0] ?? '',
      );
    case 'secret-tool':
      return texts[0] === 'lookup' || texts[0] === 'search';
    case 'pass':
    case 'gopass':
      return (
        texts[0] === 'show' ||
        texts[0] === '-c' ||
        (texts.length > 0 && texts[0] !== 'ls' && texts[0] !== 'git')
      );
    case 'op':
      return /^(?:read|item|inject|run)$/.test(texts[0] ?? '');
    case 'bw':
    case 'lpass':
      return /^(?:get|export|show|list)$/.test(texts[0] ?? '');
    case 'gpg':
      return hasFlag(readArguments(args), 'export-secret-keys', 'export-secret-subkeys');
    case 'gh':
      return texts[0] === 'auth' && texts[1] === 'token';
    case 'aws':
      return (
        texts.includes('get-secret-value') ||
        (texts[0] === 'configure' && texts[1] === 'export-credentials') ||
        texts.includes('get-session-token')
      );
    case 'gcloud':
      return texts[0] === 'auth' && (texts[1] ?? '').startsWith('print-');
    case 'vault':
      return texts[0] === 'read' || (texts[0] === 'kv' && texts[1] === 'get');
    case 'git':
      return texts.includes('credential') && texts.includes('fill');
    case 'luka':
      return texts[0] === 'secret' || texts[0] === 'token';
    default:
      return false;
  }
}
