/** Programs with another purpose that can be told to run commands. */
import { readArguments, valuesOf, hasFlag } from '../arguments.ts';
import { afterText, hasHole, leadingText, textWord, type Word } from '../word.ts';
import { ask, type Inner, type Unwrap } from './inner.ts';

const script = (text: Word): Inner => ({ kind: 'script', script: text });

/** Settings of git that name programs (git-config(1)). */
const GIT_PROGRAMS =
  /^(?:core\.(?:sshcommand|pager|editor|fsmonitor|hookspath|askpass|gitproxy|alternaterefscommand)|sequence\.editor|diff\.external|diff\..*\.(?:command|textconv)|difftool\..*\.cmd|mergetool\..*\.cmd|merge\..*\.driver|filter\..*\.(?:clean|smudge|process)|credential\.(?:.*\.)?helper|gpg\.(?:.*\.)?program|pager\..*|uploadpack\.packobjectshook|interactive\.difffilter|web\.browser|browser\..*\.cmd|man\..*\.cmd|remote\..*\.(?:uploadpack|receivepack|vcs)|sendemail\..*cmd|tar\..*\.command|protocol\.ext\.allow|init\.templatedir)=/i;
const GIT_TAKES_SCRIPT = new Set([
  'bisect',
  'submodule',
  'rebase',
  'filter-branch',
  'difftool',
  'mergetool',
  'grep',
  'clone',
  'fetch',
  'pull',
  'push',
  'ls-remote',
  'archive',
]);
const GIT_SCRIPT_OPTIONS =
  /^(?:-x|--exec|--extcmd|--upload-pack|--receive-pack|-u|--open-files-in-pager|--(?:tree|index|parent|msg|commit|tag-name|env)-filter)(?:=(.*))?$/;

export const git: Unwrap = (args) => {
  const found: Inner[] = [];
  const { action, rest, settings } = gitAction(args);
  for (const setting of settings) {
    const aliased = /^alias\.[^=]+=(.*)$/is.exec(setting.text)?.[1];
    if (aliased !== undefined) {
      if (aliased.startsWith('!')) found.push(script(textWord(aliased.slice(1))));
      else found.push(script(textWord(`git ${aliased}`)));
    } else if (GIT_PROGRAMS.test(setting.text)) {
      const value = setting.text.slice(setting.text.indexOf('=') + 1).replace(/^!/, '');
      if (value === '' || value === 'cat' || value === 'true' || value === 'false') continue;
      if (/^(?:core\.hookspath|init\.templatedir|protocol\.ext)/i.test(setting.text))
        found.push(ask('environment_loader', 50, `git runs programs that \`${setting.text}\` names`));
      else found.push(script(textWord(value)));
    }
  }
  if (action === 'config') {
    const given = rest.filter(({ text }) => !text.startsWith('-'));
    const setting = textWord(`${given[0]?.text ?? ''}=${given[1]?.text ?? ''}`);
    if (given[1] && (GIT_PROGRAMS.test(setting.text) || /^alias\.[^=]+=!/i.test(setting.text))) {
      found.push(
        ask('persistence', 55, `git will run what \`${given[0]!.text}\` names`),
        script(textWord(given[1].text.replace(/^!/, ''))),
      );
    }
  }
  if (action === 'bisect' && rest[0]?.text === 'run') found.push({ kind: 'command', words: rest.slice(1) });
  if (action === 'submodule' && rest.some(({ text }) => text === 'foreach')) {
    const at = rest.findIndex(({ text }) => text === 'foreach');
    const words = rest.slice(at + 1).filter(({ text }) => text !== '--recursive' && text !== '-q');
    if (words.length === 1) found.push(script(words[0]!));
    else if (words.length > 1) found.push({ kind: 'command', words });
  }
  if (GIT_TAKES_SCRIPT.has(action)) {
    rest.forEach((word, at) => {
      const match = GIT_SCRIPT_OPTIONS.exec(word.text);
      if (!match || (match[0] === '-u' && action === 'push') || (match[0] === '-x' && action === 'grep'))
        return;
      const text = match[1] === undefined ? rest[at + 1] : textWord(match[1]);
      if (text) found.push(script(text));
    });
    const ext = rest.find(({ text }) => text.startsWith('ext::'));
    if (ext) found.push(script(textWord(ext.text.slice(5))));
  }
  return found;
};

const GIT_VALUED = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--exec-path',
  '--super-prefix',
  '--config-env',
  '--attr-source',
]);

export interface GitAction {
  readonly action: string;
  readonly rest: readonly Word[];
  /** What `-c` sets. */
  readonly settings: readonly Word[];
  readonly folder: Word | undefined;
}

export function gitAction(args: readonly Word[]): GitAction {
  const settings: Word[] = [];
  let folder: Word | undefined;
  let at = 0;
  while (leadingText(args[at] ?? textWord('')).startsWith('-')) {
    const option = args[at]!.text;
    if (option === '-c' && args[at + 1]) settings.push(args[at + 1]!);
    else if (/^-c./.test(option)) settings.push(afterText(args[at]!, 2));
    if ((option === '-C' || option === '--work-tree') && args[at + 1]) folder = args[at + 1];
    at += GIT_VALUED.has(option) ? 2 : 1;
  }
  const word = args[at];
  return { action: word && !hasHole(word) ? word.text : '', rest: args.slice(at + 1), settings, folder };
}

/** Commands of editors that are longer are not read. */
const MAX_COMMANDS = 4_000;
const TAR_PROGRAMS = [
  'to-command',
  'use-compress-program',
  'rsh-command',
  'info-script',
  'new-volume-script',
];

export const tar: Unwrap = (args) => {
  const read = readArguments(args, {
    valued: 'fCbITXKNVgHF',
    long: [...TAR_PROGRAMS, 'checkpoint-action', 'directory', 'file', 'exclude'],
  });
  const texts = [...valuesOf(read, ...TAR_PROGRAMS), ...valuesOf(read, 'I', 'F')];
  const actions = valuesOf(read, 'checkpoint-action').flatMap(
    ({ text }) => /^exec=(.*)$/s.exec(text)?.[1] ?? [],
  );
  return [...texts.map(script), ...actions.map((text) => script(textWord(text)))];
};

export const rsync: Unwrap = (args) => {
  const read = readArguments(args, { valued: 'efMTB', long: ['rsh', 'rsync-path'] });
  return valuesOf(read, 'e', 'rsh', 'rsync-path').map(script);
};

/** Editors that take commands: `vim -c '!rm …'`, `ex -sc`, `ed` from its input. */
export const editor: Unwrap = (args, { stdin }) => {
  const read = readArguments(args, { valued: 'ScuUdirswWTt', long: ['cmd', 'eval', 'execute'] });
  const commands = [
    ...valuesOf(read, 'c', 'cmd'),
    ...args.filter(({ text }) => text.startsWith('+')).map((word) => afterText(word, 1)),
    ...stdin.words,
  ];
  const found: Inner[] = [];
  for (const { text } of commands) {
    if (text.length > MAX_COMMANDS) {
      found.push(ask('unparsed', 40, 'an editor is given more than is read here'));
      continue;
    }
    for (const line of text.split(/[\n|]/)) {
      const shell = /^[\s:\d%,$.]*(?:r(?:ead)?\s*|w(?:rite)?\s*|silent!?\s+)*!+\s*(.+)$/.exec(line)?.[1];
      if (shell !== undefined) found.push(script(textWord(shell)));
    }
    for (const match of text.matchAll(/\b(?:system(?:list)?|job_start|termopen)\(\s*(["'])(.*?)\1/g))
      found.push(script(textWord(match[2]!)));
    if (/\b(?:py3?|python3?|perl|ruby|lua)(?:do|file)?\b/.test(text))
      found.push(ask('foreign_code', 45, 'an editor is given code to run'));
  }
  for (const word of valuesOf(read, 'eval', 'execute')) {
    for (const match of word.text.matchAll(
      /\(\s*(?:shell-command|call-process)[\w-]*\s+"((?:[^"\\]|\\.)*)"/g,
    ))
      found.push(script(textWord(match[1]!)));
    found.push(ask('foreign_code', 40, 'an editor is given code to run'));
  }
  return found;
};

/** sed: `e` runs commands, `s///e` runs what it made. */
export const sed: Unwrap = (args) => {
  const read = readArguments(args, { valued: 'efl', long: ['expression', 'file', 'line-length'] });
  const given = valuesOf(read, 'e', 'expression');
  const texts = given.length > 0 ? given : read.operands.slice(0, 1);
  const found: Inner[] = [];
  for (const { text } of texts) {
    if (text.length > MAX_COMMANDS) found.push(ask('unparsed', 40, 'sed is given more than is read here'));
    for (const part of text.slice(0, MAX_COMMANDS).split('\n')) {
      const run = /(?:^[^a-zA-Z]*|[;{}/][\d$,\s]*)e\s+(.+)$/.exec(part)?.[1];
      if (run !== undefined) found.push(script(textWord(run)));
    }
    if (substitutesAndRuns(text) || /^[\d$,]{0,20}e$/.test(text.trim()))
      found.push(ask('decoded_code', 60, 'sed runs as commands what it makes of its input'));
  }
  return found;
};

/** Whether an `s` command has the flag `e`. */
function substitutesAndRuns(text: string): boolean {
  for (let at = text.indexOf('s'); at >= 0; at = text.indexOf('s', at + 1)) {
    const mark = text[at + 1];
    if (mark === undefined || /[\w\s\\]/.test(mark) || !/^$|[;{}\d$/,\s|]/.test(text[at - 1] ?? '')) continue;
    const middle = closing(text, mark, at + 2);
    const end = middle < 0 ? -1 : closing(text, mark, middle + 1);
    if (end < 0) continue;
    const flags = /^[gpiImMe\d]*/.exec(text.slice(end + 1, end + 20))![0];
    if (flags.includes('e')) return true;
    at = end;
  }
  return false;
}

function closing(text: string, mark: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== mark) at += text[at] === '\\' ? 2 : 1;
  return at < text.length ? at : -1;
}

export const awk: Unwrap = (args) => {
  const read = readArguments(args, {
    valued: 'fFvieE',
    long: ['file', 'assign', 'field-separator', 'source', 'exec', 'include'],
  });
  const files = valuesOf(read, 'f', 'file', 'E', 'exec').map((path): Inner => ({
    kind: 'file',
    path,
    args: [],
    language: 'awk',
  }));
  const texts = [...valuesOf(read, 'e', 'source'), ...(files.length === 0 ? read.operands.slice(0, 1) : [])];
  return [...files, ...texts.map((code): Inner => ({ kind: 'code', language: 'awk', code }))];
};

/** Options of other programs that name a program to run. */
const PROGRAM_OPTIONS: Readonly<
  Record<string, { readonly valued?: string; readonly names: readonly string[] }>
> = {
  zip: { names: ['unzip-command', 'TT'] },
  sort: { names: ['compress-program'] },
  split: { names: ['filter'] },
  gsplit: { names: ['filter'] },
  man: { valued: 'PH', names: ['P', 'pager'] },
  rg: { names: ['pre'] },
  scp: { valued: 'S', names: ['S'] },
  sftp: { valued: 'S', names: ['S'] },
  tcpdump: { valued: 'z', names: ['z'] },
  wget: { names: ['use-askpass'] },
  gpg: { names: ['photo-viewer'] },
};

export const takesProgram = (name: string): boolean => (PROGRAM_OPTIONS[name]?.names.length ?? 0) > 0;

export const programOption: Unwrap = (args, { name }) => {
  const { valued, names } = PROGRAM_OPTIONS[name]!;
  const read = readArguments(args, {
    ...(valued ? { valued } : {}),
    long: names.filter((option) => option.length > 1),
  });
  return valuesOf(read, ...names).map(script);
};

/** Plans of other schedulers hold commands of their own. */
export const at: Unwrap = (args, { stdin }) => {
  const read = readArguments(args, { valued: 'fqtv' });
  if (hasFlag(read, 'l', 'c', 'r', 'd')) return [];
  const files = valuesOf(read, 'f').map((path): Inner => ({
    kind: 'file',
    path,
    args: [],
    language: 'shell',
  }));
  return files.length > 0 ? files : [{ kind: 'feed', feed: stdin, language: 'shell' }];
};

export const crontab: Unwrap = (args, { stdin }) => {
  const read = readArguments(args, { valued: 'u' });
  if (hasFlag(read, 'l', 'r', 'e')) return [];
  return stdin.words.flatMap(({ text }) =>
    text.split('\n').flatMap((line) => {
      const run = /^\s*(?:@\w+|(?:\S+\s+){4}\S+)\s+(.+)$/.exec(line)?.[1];
      return run === undefined || line.trimStart().startsWith('#') ? [] : [script(textWord(run))];
    }),
  );
};
