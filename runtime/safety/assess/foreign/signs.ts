/** What code in another language reaches for, by the names that it calls. */
import type { Note } from '../found.ts';
import type { Language } from '../unwrap/inner.ts';

interface Sign {
  readonly sign: Pick<Note, 'rule' | 'points' | 'text' | 'effect'>;
  readonly pattern: RegExp;
  /** Both must be there. */
  readonly also?: RegExp;
  readonly languages?: readonly Language[];
}

const SIGNS: readonly Sign[] = [
  {
    pattern:
      /\bfork\s*(?:\(\s*\))?\s+while\s+(?:1\b|true\b|fork\b)|while\s*\(?\s*(?:1|true|True)?\s*\)?\s*[:{;]?\s*(?:do\b)?\s*\{?\s*(?:os\.)?fork\b|\bfor\s*\(\s*;\s*;\s*\)\s*\{?\s*(?:\w+\(?\s*)?fork\b|\bloop\s*(?:\{|do)\s*(?:Process\.)?fork\b|while\s+fork\b|fork\s*(?:\(\s*\))?\s*(?:;|&&|\|\|)\s*redo\b/,
    sign: {
      rule: 'catastrophe',
      points: 100,
      effect: 'deny',
      text: 'a fork bomb: it starts itself again and again',
    },
  },
  {
    languages: ['applescript'],
    pattern: /\b(?:shut\s+down|restart|«event aevt(?:rsdn|rrst)»)(?:\s|$|["'])/i,
    sign: {
      rule: 'catastrophe',
      points: 100,
      effect: 'deny',
      text: 'shuts the machine down, or starts it anew',
    },
  },
  {
    languages: ['applescript'],
    pattern: /\b(?:log\s+out|sleep)\b/i,
    sign: {
      rule: 'kill_processes',
      points: 45,
      effect: 'ask',
      text: 'ends the session, or puts the machine to sleep',
    },
  },
  {
    languages: ['applescript'],
    pattern: /\bwith\s+administrator\s+privileges\b|administratorPrivileges/i,
    sign: { rule: 'privilege', points: 60, effect: 'ask', text: 'runs with the rights of an administrator' },
  },
  {
    languages: ['applescript'],
    pattern: /\b(?:keystroke|key\s+code|click\b.{0,40}\bbutton)\b/i,
    sign: { rule: 'foreign_code', points: 45, effect: 'ask', text: 'types and clicks in other programs' },
  },
  {
    languages: ['applescript'],
    pattern: /\b(?:delete|empty\s+(?:the\s+)?trash|move\b.{0,80}\bto\s+(?:the\s+)?trash)\b/i,
    sign: { rule: 'delete_broad', points: 50, effect: 'ask', text: 'deletes things in other programs' },
  },
  {
    languages: ['python', 'perl', 'ruby', 'php', 'any'],
    pattern:
      /\b(?:exec|eval|compile|instance_eval|class_eval|create_function|assert)\s*[({]?\s*(?:base64|codecs|zlib|marshal|bytes|open\(|sys\.stdin|STDIN|<STDIN>|requests|urllib|__import__|gzip|decode|unpack|pack|file_get_contents|b64decode)/,
    sign: {
      rule: 'decoded_code',
      points: 70,
      effect: 'ask',
      text: 'runs code that is hidden in another form',
    },
  },
  {
    languages: ['python', 'perl', 'ruby', 'php', 'any'],
    pattern: /\b(?:exec|eval|instance_eval)\s*\(/,
    sign: { rule: 'foreign_code', points: 40, text: 'runs code that it makes itself' },
  },
  {
    languages: ['python'],
    pattern: /\b(?:ctypes|cffi|marshal|pickle\.loads)\b/,
    sign: { rule: 'foreign_code', points: 45, effect: 'ask', text: 'reaches below Python into the machine' },
  },
  {
    languages: ['python', 'perl', 'ruby', 'php'],
    pattern: /\b(?:__import__|importlib|getattr\s*\(\s*(?:os|subprocess|shutil|__builtins__))/,
    sign: { rule: 'foreign_code', points: 45, effect: 'ask', text: 'hides which functions it calls' },
  },
  {
    languages: ['python', 'ruby', 'perl', 'php', 'any'],
    pattern: /\b(?:shutil\.rmtree|rmtree|rm_rf|remove_tree|FileUtils\.rm_r)\b/,
    sign: { rule: 'delete', points: 30, text: 'deletes folders with everything in them' },
  },
  {
    languages: ['python', 'ruby', 'perl', 'php', 'any'],
    pattern: /\b(?:os\.(?:unlink|remove|rmdir)|unlink|File\.delete|\.unlink\(\))/,
    sign: { rule: 'delete', points: 12, text: 'deletes files' },
  },
  {
    languages: ['python', 'ruby', 'perl', 'php', 'any'],
    pattern:
      /\b(?:os\.system|subprocess|popen|pty\.spawn|shell_exec|passthru|proc_open|Open3|IO\.popen|system)\b/,
    sign: { rule: 'foreign_code', points: 12, text: 'starts other programs' },
  },
  {
    languages: ['python', 'ruby', 'perl', 'php', 'any'],
    pattern: /\bos\.kill\s*\(\s*-1\b|\bkill\s*\(?\s*['"]?(?:9|KILL)['"]?\s*,\s*-1\b|\bos\.kill\(\s*-1/,
    sign: { rule: 'catastrophe', points: 100, effect: 'deny', text: 'kills every process' },
  },
  {
    languages: ['python', 'perl', 'ruby', 'php', 'any'],
    pattern: /\b(?:socket|TCPSocket|fsockopen|IO::Socket)\b/i,
    also: /\b(?:pty\.spawn|dup2)\b|\/bin\/(?:ba|z)?sh\b|STDIN->fdopen/,
    sign: {
      rule: 'network_to_shell',
      points: 90,
      effect: 'ask',
      text: 'gives whoever is at the other end a shell',
    },
  },
];

export function signsOf(language: Language, code: string): readonly Omit<Note, 'step' | 'evidence'>[] {
  // Runs of spaces would make some patterns slow, and say nothing.
  const text = code.replaceAll(/\s+/g, ' ');
  const found = SIGNS.filter(
    ({ languages, pattern, also }) =>
      (!languages || languages.includes(language)) && pattern.test(text) && (!also || also.test(text)),
  );
  const signs = found.map(({ sign }) => sign);
  if (language === 'awk') return signs;
  return [
    {
      rule: 'foreign_code',
      points: 8,
      text: `runs ${language === 'any' ? 'code' : language} that is not read as a whole`,
    },
    ...signs,
  ];
}
