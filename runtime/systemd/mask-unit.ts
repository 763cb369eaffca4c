/** Secrets that stand in a unit are shown to nobody, as those in a plist: found by the same rules. */
import { secretsOf, withoutSecrets, type PlainSecret } from '../launchd/lint/secrets.ts';
import type { PlistDict, PlistValue } from '../launchd/plist/plist-value.ts';
import { PREFIXES, settingsOf, wordsOf } from './unit-file.ts';

/** A unit's text, or texts of several. */
export function maskUnit(text: string): string {
  return withoutSecrets(text, asWritten(secretsOf(jobOf(text))));
}

/** Words of a command of that unit. */
export function maskWords(words: readonly string[], text: string): string[] {
  const secrets = secretsOf(jobOf(text));
  return words.map((word) => withoutSecrets(word, secrets));
}

/** The parts of a unit in which rules look for secrets, in the shape of a job. */
function jobOf(text: string): PlistDict {
  const settings = settingsOf(text);
  const variables = settings
    .filter(([key]) => key === 'Environment')
    .flatMap(([, value]) => wordsOf(value))
    .flatMap((word) => {
      const [, key, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
      return key === undefined ? [] : [{ key, value: textOf(value ?? '') }];
    });
  const commands = settings.filter(([key]) => key.startsWith('Exec'));
  return {
    kind: 'dict',
    entries: [
      { key: 'EnvironmentVariables', value: { kind: 'dict', entries: variables } },
      {
        key: 'ProgramArguments',
        value: {
          kind: 'array',
          items: commands.flatMap(([, line]) => wordsOf(line.replace(PREFIXES, ''))).map(textOf),
        },
      },
    ],
  };
}

function textOf(value: string): PlistValue {
  return { kind: 'string', value };
}

/** A unit doubles what would mean something else: systemd.syntax(7). */
function asWritten(secrets: readonly PlainSecret[]): PlainSecret[] {
  return secrets.flatMap(({ path, name, text: plain }) => {
    const escaped = plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
    const forms = [plain, plain.replaceAll('%', '%%'), escaped, escaped.replaceAll('$', '$$$$')];
    return forms.map((text) => ({ path, name, text }));
  });
}
