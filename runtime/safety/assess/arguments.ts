/** Options and operands of a command, as getopt(3) and its long form tell them apart. */
import { afterText, hasHole, leadingText, type Word } from './word.ts';

export interface OptionRules {
  /** Letters whose option takes a value: `o` for `-o file` and `-ofile`. */
  readonly valued?: string;
  /** Long names that take a value, also as the next word. With one dash too, where `oneDash` is set. */
  readonly long?: readonly string[];
  /** Long options start with one dash, as with `find` and `openssl`; letters are not bundled. */
  readonly oneDash?: true;
  /** Options end at the first operand: what follows is another command. */
  readonly stop?: true;
}

export interface Arguments {
  /** Letters and long names that were given. */
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly Word[]>;
  readonly operands: readonly Word[];
  /** A word among the options is not known: there may be more of them. */
  readonly unsure: boolean;
  /** With `stop`: the words from the first operand on. */
  readonly rest: readonly Word[];
}

export function readArguments(words: readonly Word[], rules: OptionRules = {}): Arguments {
  const flags = new Set<string>();
  const values = new Map<string, Word[]>();
  const operands: Word[] = [];
  let unsure = false;
  let rest: readonly Word[] = [];
  const add = (name: string, value: Word | undefined): void => {
    flags.add(name);
    if (value) values.set(name, [...(values.get(name) ?? []), value]);
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const text = leadingText(word);
    if (text === '' && hasHole(word) && word.pieces.length === 1) unsure = true;
    if (word.text === '--') {
      operands.push(...words.slice(at + 1));
      rest = words.slice(at + 1);
      break;
    }
    if (!text.startsWith('-') || word.text === '-') {
      operands.push(word);
      if (!rules.stop) continue;
      rest = words.slice(at);
      break;
    }
    if (text.startsWith('--') || rules.oneDash) {
      const name = text.replace(/^--?/, '').split('=', 1)[0]!;
      const equals = text.indexOf('=');
      if (equals > 0) add(name, afterText(word, equals + 1));
      else if (rules.long?.includes(name)) {
        at += 1;
        add(name, words[at]);
      } else add(name, undefined);
      continue;
    }
    for (let letter = 1; letter < text.length; letter += 1) {
      const name = text[letter]!;
      if (!rules.valued?.includes(name)) {
        flags.add(name);
        continue;
      }
      const own = afterText(word, letter + 1);
      if (own.text === '') at += 1;
      add(name, own.text === '' ? words[at] : own);
      break;
    }
  }
  return { flags, values, operands, unsure, rest };
}

export const hasFlag = ({ flags }: Arguments, ...names: readonly string[]): boolean =>
  names.some((name) => flags.has(name));

export const valuesOf = ({ values }: Arguments, ...names: readonly string[]): readonly Word[] =>
  names.flatMap((name) => values.get(name) ?? []);
