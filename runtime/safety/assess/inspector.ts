/**
 * Looks into one simple command after the other: what it does, what it runs besides, what it prints. The walk of the
 * shell brings commands here, and what they run goes back to it.
 */
import type { WorkWord } from '../work.ts';
import { Exceeded, MAX_DEPTH } from './bounds.ts';
import { fileEffects } from './effects/files.ts';
import { hostEffects } from './effects/hosts.ts';
import type { Effect } from './effects/effect.ts';
import { outputOf, unknownFeed } from './feeds/output-of.ts';
import type { FoundCommand, FoundRedirect } from './found.ts';
import { matchesCommand } from './match-command.ts';
import { pathText, readPath } from './paths/path.ts';
import { excerpt, type Place, type Session } from './session.ts';
import { evaluatesSubscript, folder, runBuiltin } from './shell/builtins.ts';
import { Scope } from './shell/scope.ts';
import { valuesOf } from './shell/variables.ts';
import { ShellWalk, type Call, type Spot } from './shell/walk.ts';
import { unwrap } from './unwrap/index.ts';
import { quoted } from './unwrap/users.ts';
import type { Inner, Language } from './unwrap/inner.ts';
import {
  hasHole,
  holesOf,
  INPUT,
  joinWords,
  NOTHING,
  textWord,
  wordOf,
  type Feed,
  type Hole,
  type Word,
} from './word.ts';

/** Reads code of other languages; what it finds comes back as commands. */
export type CodeReader = (language: Language, code: string, context: CodeContext) => void;
export interface CodeContext {
  readonly inspector: Inspector;
  readonly session: Session;
  readonly scope: Scope;
  readonly spot: Spot;
  readonly evidence: string;
  /** The file that the code is in: its imports are beside it. */
  readonly file?: string | undefined;
}

/** Programs of the system and of package managers, not scripts of the work. */
const INSTALLED =
  /^\/(?:usr\/(?:local\/)?(?:s?bin|libexec)|s?bin|opt\/(?:homebrew|local)\/(?:s?bin|opt|Cellar)|nix\/store|snap\/bin|home\/linuxbrew|System|Library\/Developer|Applications\/Xcode[^/]*\.app|Library\/Frameworks)\//;
const PACKAGE_PROGRAM = /(?:^|\/)node_modules\/\.bin\/[^/]+$/;
/** Programs that stay in the shell: what they set lasts. */
const STAYS = new Set(['command', 'builtin', 'noglob', 'nocorrect', '-', 'exec']);
// eslint-disable-next-line no-control-regex -- names with control characters are what this is about
const UNSEEN = /(?! )[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u;
// eslint-disable-next-line no-control-regex -- the same
const DISGUISED = /[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]|[^\x21-\x7E]/u;

/** Programs that print settings for `eval`, and are meant to. */
const SETTINGS =
  /^\$\((?:[\w./-]*\/)?(?:ssh-agent(?: -s)?|brew shellenv(?: \w+)?|direnv (?:export|hook) \w+|(?:rbenv|pyenv|nodenv|jenv|goenv) init[ \w-]*|fnm env[ \w-]*|mise (?:activate|env)[ \w-]*|dircolors(?: -b)?|path_helper(?: -s)?|starship init \w+|zoxide init \w+|locale)\)$/;

export interface PolicyCommands {
  readonly allow?: readonly string[];
  readonly ask?: readonly string[];
  readonly never?: readonly string[];
}

export class Inspector {
  readonly shell: ShellWalk;
  private readonly session: Session;
  private readonly readCode: CodeReader;
  private readonly policy: PolicyCommands;

  constructor(session: Session, readCode: CodeReader, policy: PolicyCommands) {
    this.session = session;
    this.readCode = readCode;
    this.policy = policy;
    this.shell = new ShellWalk(session, (call, scope, spot) => this.visit(call, scope, spot));
  }

  /** What the task sets for a step, as the variables of its script. */
  scopeOf(env: Readonly<Record<string, string | undefined>>, cwd: Word): Scope {
    const scope = new Scope();
    scope.set('HOME', [textWord(this.session.work.personHome)]);
    scope.export('HOME');
    for (const [name, value] of Object.entries(env)) {
      if (value !== undefined) scope.set(name, [textWord(value)]);
      scope.export(name);
    }
    for (const name of ['LUKA_OUTPUT', 'LUKA_SCRATCH', 'LUKA_CONTEXT'])
      if (!(name in env))
        scope.set(name, [wordOf([{ kind: 'hole', hole: { name: `$${name}`, filled: true, temp: true } }])]);
    scope.cwd = [cwd];
    scope.positional = [];
    return scope;
  }

  visit(call: Call, scope: Scope, spot: Spot): Feed {
    const { words, evidence } = call;
    const [nameWord, ...args] = words;
    if (!nameWord) {
      this.report('', call, scope, spot);
      return spot.stdin;
    }
    if (nameWord.value === undefined) {
      this.unknownName(nameWord, spot, evidence);
      this.report('', { ...call, words }, scope, spot);
      return unknownFeed('program');
    }
    const name = programName(nameWord.value);
    if ((nameWord.value.includes('/') ? UNSEEN : DISGUISED).test(nameWord.value))
      this.session.unparsed(
        `the name of the program \`${excerpt(nameWord.value)}\` is not what it looks like`,
        spot,
        evidence,
      );
    if (evaluatesSubscript(name, args))
      this.note(spot, evidence, {
        rule: 'decoded_code',
        points: 60,
        text: `${name} evaluates a command inside of a subscript`,
      });
    const outputs: Feed[] = [];
    this.report(name, call, scope, spot);
    const defined =
      nameWord.value === name || !nameWord.value.includes('/') ? scope.function(nameWord.value) : undefined;
    if (defined) {
      const inside = scope.fork();
      inside.positional = args;
      outputs.push(this.shell.call(defined, inside, deeper(spot)));
      const kept = scope.positional;
      scope.merge([inside], true);
      scope.positional = kept;
    }
    runBuiltin(name, args, scope, spot.stdin);
    outputs.push(...this.alias(nameWord.value, args, scope, spot, evidence));
    for (const cwd of scope.cwd.slice(0, 1)) {
      const home = valuesOf('HOME', scope)[0]!;
      const inner = unwrap(name, args, { name, stdin: spot.stdin, cwd, home, before: spot.before });
      for (const one of inner) outputs.push(this.run(one, name, call, scope, spot));
    }
    if (!defined) this.program(nameWord, args, call, scope, spot);
    const output = outputOf(name, words, spot.stdin, outputs);
    if (name === 'pwd')
      return {
        words: scope.cwd.map((cwd) => wordOf([...cwd.pieces, { kind: 'text', text: '\n' }])),
        from: ['program'],
        filled: true,
      };
    if (name !== '') this.fills(name, args, output, scope, effectsOf(name, args, []));
    return output;
  }

  /** An alias may name itself: its name is no alias inside of it (bash(1), "ALIASES"). */
  private alias(
    name: string,
    args: readonly Word[],
    scope: Scope,
    spot: Spot,
    evidence: string,
  ): readonly Feed[] {
    const mark = `alias ${name}`;
    const texts = scope.get(`\0${mark}`);
    if (!texts || spot.via.includes(mark)) return [];
    const inside = deeper({ ...spot, via: [...spot.via, mark] });
    return texts.map((text) =>
      this.script(joinWords([text, ...args.map(quoted)], ' '), scope, inside, evidence),
    );
  }

  /** Code of another language, or a text for a shell, that is part of a command. */
  code(language: Language, code: Word, scope: Scope, spot: Spot, evidence: string, file?: string): void {
    if (language === 'shell') {
      this.script(code, scope, spot, evidence);
      return;
    }
    const [only] = code.pieces;
    if (code.pieces.length === 1 && only?.kind === 'hole') {
      this.feed(only.hole.value ?? unknownFeed('program'), language, scope, spot, evidence);
      return;
    }
    for (const hole of holesOf(code))
      if (!hole.plain && !hole.temp)
        this.note(spot, evidence, {
          rule: 'unknown_words',
          points: 30,
          text: `\`${hole.name}\` becomes part of the code, and only the run will know it`,
        });
    this.readCode(language, code.text, {
      inspector: this,
      session: this.session,
      scope,
      spot,
      evidence,
      file,
    });
  }

  /** A text that a shell reads, known or with holes. */
  script(script: Word, scope: Scope, spot: Spot, evidence: string): Feed {
    const [only] = script.pieces;
    if (script.pieces.length === 1 && only?.kind === 'hole') {
      const { hole } = only;
      if (hole.value && SETTINGS.test(hole.name)) {
        scope.blurAll();
        return NOTHING;
      }
      scope.blurAll();
      return this.feed(hole.value ?? unknownFeed('program'), 'shell', scope, spot, evidence);
    }
    let text = '';
    let count = 0;
    for (const piece of script.pieces) {
      if (piece.kind !== 'hole') {
        text += piece.text;
        continue;
      }
      count += 1;
      // The name stands for what is not known; quotes around it mean what they meant.
      const name = `luka_unknown_${spot.depth}_${count}`;
      scope.set(name, [wordOf([piece])]);
      text += `\${${name}}`;
      this.pasted(piece.hole, spot, evidence);
    }
    return this.shell.text(text, scope, spot);
  }

  private pasted(hole: Hole, spot: Spot, evidence: string): void {
    if (hole.plain || hole.temp) return;
    if (hole.value?.from.includes('network')) this.feed(hole.value, 'shell', new Scope(), spot, evidence);
    else
      this.note(spot, evidence, {
        rule: 'unknown_words',
        points: 40,
        text: `\`${excerpt(hole.name)}\` becomes part of a script, and only the run will know it`,
      });
  }

  /** What comes out of another command, run as code. */
  feed(feed: Feed, language: Language, scope: Scope, spot: Spot, evidence: string): Feed {
    const { words, from, file } = feed;
    if (words.length > 0 && !feed.bytes) {
      if (from.includes('decoded'))
        this.note(spot, evidence, {
          rule: 'decoded_code',
          points: 45,
          text: 'runs a text that was hidden in another form',
        });
      const outputs = words.map((word) => {
        if (language === 'shell' || language === 'any')
          return this.written(word, language, scope, spot, evidence);
        this.code(language, word, scope, spot, evidence);
        return unknownFeed('program');
      });
      return outputs[0]!;
    }
    if (file) this.file(file, language, [], scope, spot, evidence);
    else if (from.includes('network'))
      this.note(spot, evidence, {
        rule: 'network_to_shell',
        points: 85,
        text: 'runs what comes from the network, whatever it is',
      });
    else if (from.includes('decoded'))
      this.note(spot, evidence, {
        rule: 'decoded_code',
        points: 70,
        text: 'runs a text that was hidden in another form, and cannot be read beforehand',
      });
    else if (from.length > 0 && !from.every((source) => source === 'input'))
      this.note(spot, evidence, {
        rule: 'decoded_code',
        points: 55,
        text: 'runs as code what another program prints',
      });
    return unknownFeed('program', feed);
  }

  /** A whole file's text that is known: its first line may name its language. */
  private written(word: Word, language: Language, scope: Scope, spot: Spot, evidence: string): Feed {
    const named = language === 'any' ? shebangOf(word.text) : 'shell';
    if (named === 'shell' || named === undefined) return this.script(word, scope, spot, evidence);
    this.code(named, word, scope, spot, evidence);
    return unknownFeed('program');
  }

  /** Code in a file: as the work itself writes it, else as it is on the disk. */
  file(
    path: Word,
    language: Language | 'project' | 'makefile',
    args: readonly Word[],
    scope: Scope,
    spot: Spot,
    evidence: string,
    script?: string,
  ): void {
    const cwd = scope.cwd[0]!;
    const content = this.session.writtenTo(path, cwd);
    if (content) {
      if (language !== 'project' && language !== 'makefile')
        this.feed(
          content.from.length > 0 ? content : { words: [], from: ['program'] },
          language,
          scope,
          deeper(spot),
          evidence,
        );
      else
        this.note(spot, evidence, {
          rule: 'script_unread',
          points: 45,
          text: `runs what ${excerpt(path.text)} says, which the work itself writes`,
        });
      return;
    }
    const text = pathText(readPath(path, { cwd }));
    if (text === undefined) {
      if (language !== 'project')
        this.note(spot, evidence, {
          rule: 'script_unread',
          points: 45,
          text: `which file \`${excerpt(path.text)}\` is only the run will know, so it cannot be read beforehand`,
        });
      return;
    }
    const place: Place = { step: spot.step, via: spot.via, depth: spot.depth, spawns: spot.spawns };
    this.session.pending.push({ path: text, language, scope, place, args, evidence, script });
  }

  private run(inner: Inner, name: string, call: Call, scope: Scope, outer: Spot): Feed {
    const spot = deeper({ ...outer, via: [...outer.via, name] });
    const { evidence } = call;
    switch (inner.kind) {
      case 'note':
        this.session.notes.push({
          rule: inner.rule,
          points: inner.points,
          text: inner.text,
          ...(inner.effect ? { effect: inner.effect } : {}),
          step: spot.step,
          evidence: excerpt(evidence),
          command: this.session.commands.at(-1),
        });
        return NOTHING;
      case 'command': {
        const inside = inner.fresh ? this.freshScope(scope) : STAYS.has(name) ? scope : scope.fork();
        if (inner.cwd) inside.cwd = inside.cwd.map((cwd) => folder(cwd, inner.cwd!));
        const assigns = inner.assigns ?? [];
        for (const { name: variable, value } of assigns) inside.set(variable, [value]);
        return this.visit({ words: inner.words, assigns, redirects: [], evidence }, inside, spot);
      }
      case 'script': {
        if (inner.here) return this.script(inner.script, scope, spot, evidence);
        const inside = inner.fresh ? this.freshScope(scope) : scope.child(inner.args ?? []);
        if (inner.zero) inside.set('0', [inner.zero]);
        for (const { name: variable, value } of call.assigns) inside.set(variable, [value]);
        return this.script(inner.script, inside, spot, evidence);
      }
      case 'file': {
        const inside = inner.here ? scope.fork() : scope.child(inner.args);
        for (const { name: variable, value } of call.assigns) inside.set(variable, [value]);
        this.file(inner.path, inner.language, inner.args, inside, spot, evidence);
        // What a sourced file sets is not followed: from here on any of it may be so.
        if (inner.here) scope.blurAll();
        return unknownFeed('program');
      }
      case 'feed': {
        const inside = inner.here ? scope : scope.child([]);
        const output = this.feed(inner.feed, inner.language, inside, { ...spot, stdin: INPUT }, evidence);
        if (inner.here) scope.blurAll();
        return output;
      }
      case 'code':
        this.code(inner.language, inner.code, scope.child([]), spot, evidence);
        return unknownFeed('program', outer.stdin);
      case 'project':
        this.file(inner.path, 'project', inner.args, scope.child([]), spot, evidence, inner.script.text);
        return NOTHING;
      case 'makefile':
        this.file(inner.path, 'makefile', [], scope.child([]), spot, evidence);
        return NOTHING;
    }
  }

  /** Another user's shell, or another machine's: only the home is taken to be alike. */
  private freshScope(scope: Scope): Scope {
    return this.scopeOf({}, valuesOf('HOME', scope)[0]!);
  }

  /** A program named by its path is a script of the work, unless it is an installed one. */
  private program(nameWord: Word, args: readonly Word[], call: Call, scope: Scope, spot: Spot): void {
    const text = nameWord.text;
    if (!text.includes('/')) return;
    const path = pathText(readPath(nameWord, { cwd: scope.cwd[0]! }));
    if (path !== undefined && INSTALLED.test(path)) return;
    if (PACKAGE_PROGRAM.test(text)) {
      this.session.notes.push({
        rule: 'foreign_code',
        points: 5,
        text: `runs ${text.split('/').at(-1)} of a package`,
        step: spot.step,
        evidence: excerpt(call.evidence),
        command: this.session.commands.at(-1),
      });
      return;
    }
    this.file(
      nameWord,
      'any',
      args,
      scope.child(args),
      deeper({ ...spot, via: [...spot.via, text] }),
      call.evidence,
    );
  }

  private unknownName(word: Word, spot: Spot, evidence: string): void {
    const holes = holesOf(word);
    const network = holes.some(({ value }) => value?.from.includes('network'));
    if (network)
      this.note(spot, evidence, {
        rule: 'network_to_shell',
        points: 85,
        text: 'runs what comes from the network, whatever it is',
      });
    else
      this.session.unparsed(
        `which program \`${excerpt(word.text)}\` is only the run will know`,
        spot,
        evidence,
        55,
      );
  }

  private note(spot: Place, evidence: string, note: { rule: string; points: number; text: string }): void {
    this.session.notes.push({ ...note, effect: 'ask', step: spot.step, evidence: excerpt(evidence) });
  }

  private report(name: string, call: Call, scope: Scope, spot: Spot): void {
    const { words, redirects, assigns, evidence } = call;
    const isUnknown = name === '' && words.length > 0;
    const length = words.reduce((sum, word) => sum + word.text.length, 0);
    this.session.budget.command(length, words.length);
    const effects = effectsOf(name, words.slice(1), redirects);
    for (const cwd of scope.cwd.slice(0, 4)) {
      const found: FoundCommand = {
        name,
        words,
        redirects,
        assigns,
        cwd,
        stdin: spot.stdin,
        line: spot.line,
        via: spot.via,
        step: spot.step,
        evidence: excerpt(evidence),
        effects,
        allowed: false,
      };
      const argv = argvOf(words);
      found.allowed =
        !isUnknown && (this.policy.allow ?? []).some((pattern) => matchesCommand(pattern, argv));
      this.session.commands.push(found);
    }
  }

  /** A file that a command fills may be run by a later one. */
  private fills(
    name: string,
    args: readonly Word[],
    output: Feed,
    scope: Scope,
    effects: readonly Effect[],
  ): void {
    if (FILLS_NOTHING.has(name)) return;
    const sources = effects.flatMap((effect) =>
      effect.kind === 'read' || effect.kind === 'move' ? [effect.path] : [],
    );
    const [source] = sources;
    let content = unknownFeed(FETCHERS.has(name) ? 'network' : 'program');
    if (name === 'tee') content = output;
    else if (COPIERS.has(name) && sources.length === 1 && source && args.length < 6)
      content = { words: [], from: ['file'], file: folder(scope.cwd[0]!, source) };
    for (const effect of effects)
      if (effect.kind === 'write' || effect.kind === 'append')
        for (const cwd of scope.cwd) this.session.write(effect.path, cwd, content, effect.kind === 'append');
  }
}

const FETCHERS = new Set(['curl', 'wget', 'fetch', 'aria2c', 'scp', 'sftp']);
const COPIERS = new Set(['cp', 'gcp', 'mv', 'gmv', 'install', 'ln', 'ditto']);
const FILLS_NOTHING = new Set(['touch', 'mkdir', 'git', 'tar', 'rsync', 'unzip']);

export function argvOf(words: readonly Word[]): readonly WorkWord[] {
  return words.map(({ text, value }) => ({ text, known: value !== undefined }));
}

function effectsOf(
  name: string,
  args: readonly Word[],
  redirects: readonly FoundRedirect[],
): readonly Effect[] {
  const found: Effect[] = [...fileEffects(name, args), ...hostEffects(name, args)];
  for (const { operator, target } of redirects) {
    if (operator === '<') found.push({ kind: 'read', path: target });
    else if (operator.includes('>>')) found.push({ kind: 'append', path: target });
    else if (operator !== '<&' && target.text !== '-') found.push({ kind: 'write', path: target });
  }
  // bash's own network devices.
  return found.map((effect): Effect => {
    if (effect.kind !== 'read' && effect.kind !== 'write' && effect.kind !== 'append') return effect;
    const host = /^\/dev\/(?:tcp|udp)\/([^/]+)/.exec(effect.path.text)?.[1];
    return host === undefined
      ? effect
      : {
          kind: 'connect',
          host: hasHole(effect.path) ? undefined : textWord(host.toLowerCase()),
          sends: true,
        };
  });
}

/** In lower case, without its folder; zsh finds `=rm` where it finds `rm`. */
export function programName(text: string): string {
  const name = text.split('/').at(-1)!.toLowerCase();
  return name.startsWith('=') ? name.slice(1) : name;
}

const SHEBANG_LANGUAGES: readonly (readonly [RegExp, Language])[] = [
  [/\b(?:sh|bash|zsh|dash|ksh|ash)\b/, 'shell'],
  [/\b(?:node|deno|bun|tsx)\b/, 'javascript'],
  [/\b(?:python|pypy)[\d.]*\b/, 'python'],
  [/\bperl[\d.]*\b/, 'perl'],
  [/\bruby[\d.]*\b/, 'ruby'],
  [/\bphp[\d.]*\b/, 'php'],
  [/\bosascript\b/, 'applescript'],
  [/\b[gmn]?awk\b/, 'awk'],
];

export function shebangOf(text: string): Language | undefined {
  if (!text.startsWith('#!')) return undefined;
  const line = text.slice(2, 200).split('\n', 1)[0]!;
  return SHEBANG_LANGUAGES.find(([pattern]) => pattern.test(line))?.[1] ?? 'any';
}

function deeper(spot: Spot): Spot {
  if (spot.depth >= MAX_DEPTH) throw new Exceeded('it nests too deeply');
  return { ...spot, depth: spot.depth + 1 };
}
