/** From a word of the syntax tree to the words that a command gets: all values it may have, each split into its fields. */
import { parse, type SyntaxNode, type Word as WordNode, type WordPart } from 'unbash';
import { Exceeded, MAX_CHOICES, type Budget } from '../bounds.ts';
import { holeWord, joinWords, textWord, wordOf, type Feed, type Piece, type Word } from '../word.ts';
import { expandBraces } from './braces.ts';
import { parameterChoices, type Choice } from './parameter.ts';
import type { Scope } from './scope.ts';
import { DEFAULT_IFS, elementsOf, valuesOf } from './variables.ts';

export type Substitution = Extract<
  SyntaxNode,
  { readonly type: 'CommandExpansion' | 'ProcessSubstitution' | 'ArithmeticCommandExpansion' }
>;

export interface ExpansionHost {
  readonly budget: Budget;
  /** Looks at the commands of a substitution, and says what they print. */
  substitute(part: Substitution, scope: Scope): Feed;
  /** Looks at the commands that are inside of an expression. */
  arithmetic(part: SyntaxNode, scope: Scope): void;
}

/** A piece, the end of a field, or the mark of quotes, which make a field even of nothing. */
type Atom = Piece | { readonly kind: 'break' } | { readonly kind: 'quotes' };
type Quoting = 'none' | 'quoted' | 'assigned';

/** Results of characters that are special in values that come from variables. */
const GLOBS = /([*?]|\[[^\]]*\])/;

export class Expansion {
  private readonly host: ExpansionHost;
  private readonly scope: Scope;

  constructor(host: ExpansionHost, scope: Scope) {
    this.host = host;
    this.scope = scope;
  }

  /** The fields of a word, for each of its values. */
  fields(node: WordNode): readonly (readonly Word[])[] {
    this.host.budget.node();
    const { parts } = node;
    if (!parts) return [[this.bare(node)]];
    if (!parts.some(({ type }) => type === 'BraceExpansion'))
      return this.choices(parts, 'none').map((atoms) => this.grown(toFields(atoms)));
    const texts = expandBraces(node.text);
    return product(texts.map((text) => this.reparsed(text)));
  }

  /** The value of a word that is not split: of an assignment, a redirection, a case. */
  values(node: WordNode): readonly Word[] {
    this.host.budget.node();
    const { parts } = node;
    if (!parts) return [this.bare(node)];
    return this.grown(this.choices(parts, 'assigned').map(toWord));
  }

  /** Values of values may double with each line. */
  private grown(words: readonly Word[]): readonly Word[] {
    for (const word of words) this.host.budget.value(word.text.length);
    return words;
  }

  /** The text of a here-document. */
  document(body: {
    readonly text: string;
    readonly parts?: readonly WordPart[] | undefined;
  }): readonly Word[] {
    this.host.budget.node();
    return body.parts ? this.grown(this.choices(body.parts, 'quoted').map(toWord)) : [textWord(body.text)];
  }

  private bare(node: WordNode): Word {
    return node.text.startsWith('~') ? this.tilde(node.text, node.value) : textWord(node.value);
  }

  /** A word that braces made has to be read again: they may have cut through its parts. */
  private reparsed(text: string): readonly (readonly Word[])[] {
    this.host.budget.parse(text.length);
    const [statement] = parse(`: ${text}`).commands;
    const command = statement?.command;
    if (command?.type !== 'Command') throw new Exceeded('its braces cannot be told apart');
    return product(
      command.suffix.map((word) => {
        if (word.type !== 'Word') throw new Exceeded('its braces cannot be told apart');
        const { parts } = word;
        return parts
          ? this.choices(parts, 'none').map((atoms) => this.grown(toFields(atoms)))
          : [[this.bare(word)]];
      }),
    );
  }

  private choices(parts: readonly WordPart[], quoting: Quoting): Atom[][] {
    let choices: Atom[][] = [[]];
    parts.forEach((part, at) => {
      choices = times(choices, this.part(part, quoting, at === 0), part.text);
    });
    return choices;
  }

  private part(part: WordPart, quoting: Quoting, isFirst: boolean): readonly (readonly Atom[])[] {
    this.host.budget.node();
    switch (part.type) {
      case 'Literal': {
        const word =
          isFirst && quoting !== 'quoted' && part.text.startsWith('~')
            ? this.tilde(part.text, part.value)
            : textWord(part.value);
        return [word.pieces];
      }
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        return [[{ kind: 'quotes' }, { kind: 'text', text: part.value }]];
      case 'DoubleQuoted':
      case 'LocaleString': {
        // "$@" of nothing makes no field, whatever its quotes.
        const isAll = part.parts.length === 1 && /^\$(@|\{[^}]*@\]?\})$/.test(part.parts[0]!.text);
        const inner = this.choices(part.parts, 'quoted');
        if (!isAll) for (const atoms of inner) atoms.unshift({ kind: 'quotes' });
        return inner;
      }
      case 'Glob':
      case 'ExtendedGlob':
        for (const inner of part.parts ?? []) this.part(inner, 'quoted', false);
        return [
          [quoting === 'quoted' ? { kind: 'text', text: part.text } : { kind: 'glob', text: part.text }],
        ];
      case 'BraceExpansion':
        // Reached only where braces do not expand.
        return [[{ kind: 'text', text: part.text }]];
      case 'SimpleExpansion': {
        const name = part.text.slice(1);
        if (name !== '@' && name !== '*')
          return this.placed(
            valuesOf(name, this.scope).map((word) => ({ words: [word], isList: false })),
            quoting,
          );
        const list = elementsOf(name, this.scope);
        if (!list) return [[{ kind: 'hole', hole: { name: part.text, filled: false } }]];
        return this.placed([{ words: list, isList: name === '@' }], quoting);
      }
      case 'ParameterExpansion':
        return this.placed(
          parameterChoices(part, this.scope, (word) => this.values(word)),
          quoting,
        );
      case 'ArithmeticExpansion':
        this.host.arithmetic(part, this.scope);
        return [[{ kind: 'hole', hole: { name: shortened(part.text), filled: true, plain: true } }]];
      case 'CommandExpansion':
        return this.placed(printed(this.host.substitute(part, this.scope), part.text), quoting);
      case 'ProcessSubstitution': {
        const content = this.host.substitute(part, this.scope);
        return [[{ kind: 'hole', hole: { name: shortened(part.text), filled: true, content } }]];
      }
    }
  }

  private placed(choices: readonly Choice[], quoting: Quoting): readonly (readonly Atom[])[] {
    return choices.map(({ words, isList }) => {
      if (quoting === 'none')
        return words.flatMap((word, at) => [...(at > 0 ? [BREAK] : []), ...this.split(word)]);
      if (!isList || quoting === 'assigned')
        return joinWords(words.length > 0 ? words : [textWord('')], ' ').pieces;
      return words.flatMap((word, at): Atom[] => [
        ...(at > 0 ? [BREAK] : []),
        { kind: 'quotes' },
        ...word.pieces,
      ]);
    });
  }

  /** A value outside of quotes is split and its patterns count. */
  private split(word: Word): readonly Atom[] {
    const separators = this.separators();
    return word.pieces.flatMap((piece): readonly Atom[] => {
      if (piece.kind !== 'text') return [piece];
      if (separators === undefined) return holeWord({ name: piece.text, filled: false }).pieces;
      const atoms: Atom[] = [];
      let field = '';
      const flush = (): void => {
        atoms.push(...globs(field));
        field = '';
      };
      for (const char of piece.text) {
        if (!separators.includes(char)) field += char;
        else {
          flush();
          atoms.push(BREAK);
        }
      }
      flush();
      return atoms;
    });
  }

  private separators(): string | undefined {
    const values = this.scope.get('IFS');
    if (!values) return DEFAULT_IFS;
    return values.length === 1 ? values[0]!.value : undefined;
  }

  private tilde(raw: string, value: string): Word {
    const name = /^~([A-Za-z0-9._+-]*)(?=\/|$)/.exec(raw)?.[1];
    if (name === undefined) return textWord(value);
    const rest = value.slice(name.length + 1);
    const [home] = valuesOf('HOME', this.scope);
    const start =
      name === ''
        ? home!
        : name === '+'
          ? this.scope.cwd[0]!
          : name === '-'
            ? holeWord({ name: '~-', filled: true })
            : textWord(name === 'root' ? '/root' : `/home/${name}`);
    return wordOf([...start.pieces, { kind: 'text', text: rest }]);
  }
}

const BREAK: Atom = { kind: 'break' };

function globs(text: string): readonly Piece[] {
  if (!/[*?[]/.test(text)) return text === '' ? [] : [{ kind: 'text', text }];
  // After the last `]` no `[` begins a pattern, and looking for its end each time would be slow.
  const end = text.lastIndexOf(']') + 1;
  return [...text.slice(0, end).split(GLOBS), ...text.slice(end).split(/([*?])/)].flatMap((part): Piece[] =>
    part === ''
      ? []
      : [/^(?:[*?]|\[[^\]]*\])$/.test(part) ? { kind: 'glob', text: part } : { kind: 'text', text: part }],
  );
}

/** What a command prints, as a value: without the line ends at its end. */
function printed(feed: Feed, text: string): readonly Choice[] {
  const name = shortened(text);
  if (feed.words.length > 0 && !feed.bytes)
    return feed.words.map((word) => ({ words: [withoutLineEnds(word)], isList: false }));
  return [
    {
      isList: false,
      words: [
        holeWord({
          name,
          filled: feed.filled ?? false,
          value: feed,
          ...(feed.temp ? { temp: true, filled: true } : {}),
          ...(feed.plain ? { plain: true } : {}),
        }),
      ],
    },
  ];
}

function withoutLineEnds(word: Word): Word {
  const last = word.pieces.at(-1);
  if (last?.kind !== 'text') return word;
  let end = last.text.length;
  while (end > 0 && last.text[end - 1] === '\n') end -= 1;
  return wordOf([...word.pieces.slice(0, -1), { kind: 'text', text: last.text.slice(0, end) }]);
}

export const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

function toWord(atoms: readonly Atom[]): Word {
  return wordOf(atoms.filter((atom) => atom.kind !== 'break' && atom.kind !== 'quotes'));
}

function toFields(atoms: readonly Atom[]): readonly Word[] {
  const fields: Word[] = [];
  let pieces: Piece[] = [];
  let isField = false;
  for (const atom of atoms) {
    if (atom.kind === 'break') {
      if (isField) fields.push(wordOf(pieces));
      pieces = [];
      isField = false;
    } else {
      // An unquoted value that is empty makes no field.
      isField ||= atom.kind !== 'text' || atom.text !== '';
      if (atom.kind !== 'quotes') pieces.push(atom);
    }
  }
  if (isField) fields.push(wordOf(pieces));
  return fields;
}

/**
 * All of one with all of the other; where that is too many, the other is not known any more. The lists on the left grow
 * in place: a word of many parts would be copied for each of them.
 */
function times(left: Atom[][], right: readonly (readonly Atom[])[], text: string): Atom[][] {
  if (right.length === 1) {
    for (const atoms of left) for (const atom of right[0]!) atoms.push(atom);
    return left;
  }
  if (left.length * right.length > MAX_CHOICES)
    return times(left, [[{ kind: 'hole', hole: { name: shortened(text), filled: false } }]], text);
  return left.flatMap((atoms) => right.map((more) => [...atoms, ...more]));
}

/** Lists of words, one after the other, for all values of each. */
export function product(parts: readonly (readonly (readonly Word[])[])[]): readonly (readonly Word[])[] {
  let choices: Word[][] = [[]];
  for (const part of parts) {
    if (part.length === 1) for (const choice of choices) for (const word of part[0]!) choice.push(word);
    else if (choices.length * part.length > MAX_CHOICES) {
      const name = shortened(part[0]?.[0]?.text ?? '');
      for (const choice of choices) choice.push(holeWord({ name, filled: false }));
    } else choices = choices.flatMap((choice) => part.map((words) => choice.concat(words)));
  }
  return choices;
}
