/** Commands that run others as somebody else, somewhere else, with other variables, or again and again. */
import { readArguments, valuesOf } from '../arguments.ts';
import { joinWords, leadingText, textWord, wordOf, type Piece, type Word } from '../word.ts';
import { ask, command, type Inner, type Unwrap } from './inner.ts';
import { splitAssigns } from './prefixes.ts';

/** `env -i A=1 cmd`; `-S` is one text of words. */
export const env: Unwrap = (args) => {
  const rules = { valued: 'uCSPLU', long: ['unset', 'chdir', 'split-string', 'argv0'], stop: true } as const;
  const read = readArguments(args, rules);
  const [folder] = valuesOf(read, 'C', 'chdir');
  const texts = valuesOf(read, 'S', 'split-string');
  // A lone dash means -i.
  const rest = read.rest[0]?.text === '-' ? read.rest.slice(1) : read.rest;
  const { assigns, words } = splitAssigns(rest);
  if (texts.length > 0) {
    // Its quoting is nearly that of a shell: the words after it are added to those in it.
    return texts.map((text): Inner => {
      const line = joinWords([textWord('env'), text, ...words.map(quoted)], ' ');
      return { kind: 'script', script: line };
    });
  }
  return words.length > 0 ? [{ kind: 'command', words, assigns, cwd: folder }] : [];
};

/** In single quotes, for a text that a shell reads again. */
export function quoted(word: Word): Word {
  return wordOf(
    word.pieces.map((piece): Piece =>
      piece.kind === 'text'
        ? { kind: 'text', text: `'${piece.text.replaceAll("'", String.raw`'\''`)}'` }
        : piece,
    ),
  );
}

export const su: Unwrap = (args, { name }) => {
  const read = readArguments(args, {
    valued: 'cgGsTwC',
    long: ['command', 'session-command', 'group', 'supp-group', 'shell', 'whitelist-environment'],
  });
  const scripts = valuesOf(read, 'c', 'C', 'command', 'session-command').map((script): Inner => ({
    kind: 'script',
    script,
    fresh: true,
  }));
  if (name !== 'runuser' || scripts.length > 0) return scripts;
  const { rest } = readArguments(args, { valued: 'ugGsTw', long: ['user', 'group'], stop: true });
  return command(rest[0]?.text === '-' ? rest.slice(1) : rest);
};

export const ssh: Unwrap = (args) => {
  const read = readArguments(args, { valued: 'BbcDEeFIiJLlmOoPpQRSWw', stop: true });
  const found: Inner[] = [];
  for (const option of read.values.get('o') ?? []) {
    const program = /^\s*(?:ProxyCommand|LocalCommand|KnownHostsCommand|Match\s+exec)[\s=]+(.+)$/i.exec(
      option.text,
    )?.[1];
    if (program !== undefined && program !== 'none')
      found.push({ kind: 'script', script: textWord(program), fresh: true });
  }
  // Options may also follow the host.
  const after = readArguments(read.rest.slice(1), { valued: 'BbcDEeFIiJLlmOoPpQRSWw', stop: true });
  if (after.rest.length > 0)
    found.push({ kind: 'script', script: joinWords([...after.rest], ' '), fresh: true });
  return found;
};

/** Both join their words for a shell. */
export const watch: Unwrap = (args) => {
  const { rest } = readArguments(args, {
    valued: 'nqsS',
    long: ['interval', 'equexit', 'shotsdir'],
    stop: true,
  });
  return rest.length > 0 ? [{ kind: 'script', script: joinWords([...rest], ' ') }] : [];
};

/** script(1): `-c text` on Linux, `file command …` on a Mac. */
export const script: Unwrap = (args) => {
  const read = readArguments(args, { valued: 'cEIBOTtmF', long: ['command'], stop: true });
  const texts = valuesOf(read, 'c', 'command');
  if (texts.length > 0) return texts.map((text): Inner => ({ kind: 'script', script: text }));
  const late = valuesOf(readArguments(args, { valued: 'c' }), 'c');
  if (late.length > 0) return late.map((text): Inner => ({ kind: 'script', script: text }));
  return command(read.rest.slice(1));
};

export const flock: Unwrap = (args) => {
  const { rest } = readArguments(args, { valued: 'wE', long: ['timeout', 'conflict-exit-code'], stop: true });
  const [option, text] = rest.slice(1);
  if (text && (option?.text === '-c' || option?.text === '--command'))
    return [{ kind: 'script', script: text }];
  return command(rest.slice(1));
};

/** docker, podman and the like: what they run is in a box of its own, unless the box is open. */
export const container: Unwrap = (args) => {
  const found: Inner[] = [];
  const mounts = args.flatMap((word, at) => {
    const text = word.text;
    if (text === '-v' || text === '--volume' || text === '--mount') return [args[at + 1]?.text ?? ''];
    return /^(?:-v|--volume=|--mount=)(.+)$/.exec(text)?.[1] ?? [];
  });
  for (const mount of mounts) {
    const from = /(?:^|,)(?:source|src)=([^,]*)/.exec(mount)?.[1] ?? mount.split(':')[0]!;
    if (
      /^\/*(?:\.\/*)*$|^\/(?:etc|Users|home|root|var|usr|bin|System|Library|private|dev)?\/*$|docker\.sock$/i.test(
        from,
      ) &&
      from !== ''
    )
      found.push(ask('privilege', 85, `gives a container ${from === '' ? '/' : from} of this machine`));
  }
  if (args.some(({ text }) => /^--(?:privileged|pid=host|cap-add=(?:ALL|SYS_ADMIN))/.test(text)))
    found.push(ask('privilege', 70, 'runs a container with the rights of this machine'));
  return found;
};

/** nc, ncat, socat: what they connect to a command is run by whoever answers. */
export const netcat: Unwrap = (args, { name }) => {
  const shells = args.some(({ text }) =>
    name === 'socat'
      ? /^(?:exec|system|shell):/i.test(text)
      : /^(?:-\w*[ec]|--(?:sh-)?exec|--lua-exec)/.test(text),
  );
  const found: Inner[] = shells
    ? [ask('network_to_shell', 90, 'gives whoever is at the other end a program to talk to')]
    : [];
  if (name === 'socat') {
    for (const { text } of args) {
      const script_ = /^(?:exec|system|shell):"?([^",]+)/i.exec(text)?.[1];
      if (script_ !== undefined) found.push({ kind: 'script', script: textWord(script_) });
    }
    return found;
  }
  const at = args.findIndex(({ text }) => /^(?:-\w*[ec]|--(?:sh-)?exec)$/.test(text));
  if (at >= 0 && args[at + 1]) found.push({ kind: 'script', script: args[at + 1]! });
  return found;
};

/** `kubectl exec`, `adb shell`, `multipass exec` and the like: the first words are theirs. */
export const remote: Unwrap = (args) => {
  const at = args.findIndex(({ text }) => text === '--');
  const { rest } = readArguments(args, { stop: true });
  if (at >= 0) return command(args.slice(at + 1));
  return leadingText(rest[0] ?? textWord('')) === 'shell' && rest.length > 1
    ? [{ kind: 'script', script: joinWords(rest.slice(1), ' '), fresh: true }]
    : [];
};
