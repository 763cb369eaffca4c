/**
 * Code in languages that are not parsed here: the texts in it that name commands and paths are looked at as such, and
 * what it reaches for by name.
 */
import type { Effect } from '../effects/effect.ts';
import { hostOfUrl } from '../effects/files.ts';
import type { CodeContext } from '../inspector.ts';
import { excerpt } from '../session.ts';
import { valuesOf } from '../shell/variables.ts';
import type { Language } from '../unwrap/inner.ts';
import { textWord, wordOf, type Word } from '../word.ts';
import { joinedLiterals, literalLists, literalsOf, type Literal } from './literals.ts';
import { signsOf } from './signs.ts';

const MAX_CODE = 262_144;
/** What makes a text worth reading as a command. */
const RISKY =
  /(?:^|[\s;|&(/`])(?:rm|sudo|doas|dd|mkfs[\w.]*|shutdown|reboot|halt|poweroff|diskutil|wipefs|chmod|chown|mv|curl|wget|sh|bash|zsh|kill|killall|pkill|launchctl|crontab|git|find|rsync|osascript|nc|ncat|ssh|scp|eval|tee|shred|truncate)(?:\s|$)/;
/** A call in front of a literal that gives it to a shell. */
const RUNS =
  /(?:\b(?:system|popen|exec[lvpe]*|shell_exec|passthru|proc_open|getoutput|getstatusoutput|run|call|check_call|check_output|Popen|spawn\w*|qx|do\s+shell\s+script|doShellScript|startfile|os\.execute|io\.popen|backtick|subprocess|capture2?e?)\s*[({[]?\s*[[(]?\s*(?:[a-z]*\s*=\s*)?|`)$/i;
const DELETES =
  /\b(rmtree|rm_rf?|rm_r|remove_tree|remove_entry\w*|removedirs|remove_dir_all|delete_tree|removeItem\w*)\s*\(?\s*(?:[\w.:]+\(\s*)?$/;
const UNLINKS = /\b(?:unlink|remove|rmdir|delete|FileUtils\.rm|File\.delete)\s*\(?\s*(?:[\w.:]+\(\s*)?$/;
const OPENS = /\bopen\s*\(?\s*(?:[\w.:]+\(\s*)?$/;
/** Places for values: of `%`, of f-strings, of interpolation. */
const FORMATTED = /%[sdr]|\{\w*\}|#\{/;
const LOOKS_LIKE_PATH = /^(?:~?\/[^\s]*|~|.*\/?\.(?:ssh|aws|gnupg|netrc|env)(?:\/.*)?)$/;

export function readForeign(language: Language, code: string, context: CodeContext): void {
  const { session, spot, evidence } = context;
  session.attempt(spot, evidence, () => {
    session.budget.parse(Math.min(code.length, MAX_CODE + 1));
    const all = literalsOf(code, language === 'perl' || language === 'ruby');
    const literals = joinedLiterals(code, all);
    const reader = new ForeignReader(language, code, context);
    reader.signs();
    for (const literal of literals) reader.literal(literal);
    for (const list of literalLists(code, all)) reader.list(list);
  });
}

class ForeignReader {
  private readonly language: Language;
  private readonly code: string;
  private readonly context: CodeContext;

  constructor(language: Language, code: string, context: CodeContext) {
    this.language = language;
    this.code = code;
    this.context = context;
  }

  signs(): void {
    const { session, spot } = this.context;
    const evidence = excerpt(this.code);
    for (const sign of signsOf(this.language, this.code))
      session.notes.push({ ...sign, step: spot.step, evidence });
    const url = /https?:\/\/[^\s"'`<>)]+/.exec(this.code)?.[0];
    if (
      url !== undefined ||
      /\b(?:urllib|requests|http\.client|socket|ftplib|paramiko|httpx|aiohttp|LWP|Net::HTTP|open-uri|IO::Socket|TCPSocket|fsockopen|curl_init|URLSession)\b/.test(
        this.code,
      )
    ) {
      const sends = /\b(?:post|put|send\w*|socket|upload|TCPSocket|fsockopen)\b/i.test(this.code);
      this.effects([
        { kind: 'connect', host: url === undefined ? undefined : hostOfUrl(textWord(url)), sends },
      ]);
    }
  }

  literal(literal: Literal): void {
    const before = this.code.slice(Math.max(0, literal.start - 120), literal.start);
    const text = literal.text.trim();
    if (text === '') return;
    const path = this.path(text);
    if (DELETES.test(before)) this.effects([{ kind: 'delete', path, recursive: true }]);
    else if (UNLINKS.test(before) && LOOKS_LIKE_PATH.test(text))
      this.effects([{ kind: 'delete', path, recursive: false }]);
    else if (OPENS.test(before)) {
      const after = this.code.slice(literal.end, literal.end + 40);
      const writes = /^\s*,\s*(?:mode\s*=\s*)?["'][wax>]/.test(after);
      this.effects([{ kind: writes ? 'write' : 'read', path }]);
      if (writes)
        this.context.session.write(path, this.context.scope.cwd[0]!, { words: [], from: ['program'] }, false);
    } else if (this.isCommand(text, before, literal)) this.script(text);
    else if (LOOKS_LIKE_PATH.test(text)) this.effects([{ kind: 'read', path }]);
    if (this.language === 'awk' && />>?\s*$/.test(before)) this.effects([{ kind: 'write', path }]);
  }

  /** `["rm", "-rf", "/"]`: a command word by word. */
  list(list: readonly Literal[]): void {
    const words = list.map(({ text }) => text);
    if (!RISKY.test(`${words[0]!} `)) return;
    const { inspector, scope, spot } = this.context;
    inspector.visit(
      {
        words: words.map((word, at) => (at > 0 ? this.path(word) : textWord(word))),
        assigns: [],
        redirects: [],
        evidence: excerpt(words.join(' ')),
      },
      scope.fork(),
      this.inside(spot),
    );
  }

  private isCommand(text: string, before: string, literal: Literal): boolean {
    if (
      this.code[literal.start] === '`' &&
      (this.language === 'perl' || this.language === 'ruby' || this.language === 'php')
    )
      return true;
    if (this.language === 'awk')
      return (
        RISKY.test(text) ||
        /(?:system\s*\(\s*|\|&?\s*)$/.test(before) ||
        /^\s*\|&?\s*getline/.test(this.code.slice(literal.end, literal.end + 20))
      );
    return RUNS.test(before) || RISKY.test(text);
  }

  private script(text: string): void {
    const { inspector, session, scope, spot } = this.context;
    // A list of words starts with a program's name alone.
    if (/^[\w./-]+$/.test(text) && !text.includes('/')) return;
    if (!/\s/.test(text) && !text.includes('/') && !text.includes('`')) return;
    if (FORMATTED.test(text))
      session.notes.push({
        rule: 'unknown_words',
        points: 40,
        effect: 'ask',
        text: 'puts values into a command that only the run will know',
        step: spot.step,
        evidence: excerpt(text),
      });
    inspector.script(textWord(text), scope.fork(), this.inside(spot), excerpt(text));
  }

  private inside(spot: CodeContext['spot']): CodeContext['spot'] {
    return { ...spot, via: [...spot.via, this.language], depth: spot.depth + 1 };
  }

  /** `~` is the home in the functions that take it. */
  private path(text: string): Word {
    if (text !== '~' && !text.startsWith('~/')) return textWord(text);
    const home = valuesOf('HOME', this.context.scope)[0]!;
    return wordOf([...home.pieces, { kind: 'text', text: text.slice(1) }]);
  }

  private effects(effects: readonly Effect[]): void {
    const { session, scope, spot, evidence } = this.context;
    session.budget.command(0);
    session.commands.push({
      name: this.language,
      words: [textWord(this.language)],
      redirects: [],
      assigns: [],
      cwd: scope.cwd[0]!,
      stdin: spot.stdin,
      line: spot.line,
      via: [...spot.via, this.language],
      step: spot.step,
      evidence: excerpt(evidence),
      effects,
      allowed: false,
    });
  }
}
