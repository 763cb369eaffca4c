/** `${…}` with all that may be done to a value on the way (bash(1), "Parameter Expansion"). */
import type { ParameterExpansionPart, ParameterOperation } from 'unbash';
import { MAX_CHOICES } from '../bounds.ts';
import { holesOf, holeWord, textWord, wordOf, type Piece, type Word } from '../word.ts';
import { matchesPattern } from './glob-match.ts';
import type { Scope } from './scope.ts';
import { elementsOf, valuesOf } from './variables.ts';

/** One value of an expansion: several words where it is `$@` or a whole array. */
export interface Choice {
  readonly words: readonly Word[];
  readonly isList: boolean;
}

/** Expands words inside of the braces. */
export type ExpandOperand = (word: NonNullable<ParameterExpansionPart['index']>) => readonly Word[];

/** Values longer than this are not computed with. */
const MAX_VALUE = 4_096;

const scalar = (word: Word): Choice => ({ words: [word], isList: false });

export function parameterChoices(
  part: ParameterExpansionPart,
  scope: Scope,
  expand: ExpandOperand,
): readonly Choice[] {
  const shown = part.text.length > 60 ? `\${${part.parameter}…}` : part.text;
  const missing = (filled = false): Choice => scalar(holeWord({ name: shown, filled }));
  // Operands are looked at whether or not they come to be used: they may hold commands.
  const operands = operandsOf(part.operation, expand);
  const index = part.index && expand(part.index);
  if (part.prefix === '#') return [scalar(holeWord({ name: shown, filled: true, plain: true }))];
  if (part.prefix === '!') {
    if (part.index || part.operation) return [missing()];
    return valuesOf(part.parameter, scope).flatMap((name) =>
      name.value === undefined ? [missing()] : valuesOf(name.value, scope).map(scalar),
    );
  }
  const isList = part.parameter === '@' || part.parameter === '*';
  const whole = isList || ['@', '*'].includes(part.index?.text ?? '');
  if (whole) {
    const list = elementsOf(part.parameter, scope);
    if (!list || part.operation) return [missing()];
    return [{ words: list, isList: true }];
  }
  let values: readonly Word[];
  if (index) {
    const at = index.length === 1 ? Number(index[0]!.value) : Number.NaN;
    const element = elementsOf(part.parameter, scope)?.[at];
    values = element ? [element] : [holeWord({ name: shown, filled: false })];
  } else values = valuesOf(part.parameter, scope);
  const { operation } = part;
  if (!operation) return values.map(scalar);
  const changed = values.flatMap((value) =>
    apply(operation, value, operands, { name: part.parameter, shown, scope }),
  );
  return changed.slice(0, MAX_CHOICES).map(scalar);
}

function operandsOf(
  operation: ParameterOperation | undefined,
  expand: ExpandOperand,
): readonly (readonly Word[])[] {
  switch (operation?.type) {
    case 'Default':
    case 'Remove':
    case 'Transform':
      return [expand(operation.operand)];
    case 'CaseModification':
      return operation.operand ? [expand(operation.operand)] : [];
    case 'Replace':
      return [expand(operation.pattern), expand(operation.replacement)];
    case 'Slice':
      return [expand(operation.offset), ...(operation.length ? [expand(operation.length)] : [])];
    default:
      return [];
  }
}

interface Place {
  readonly name: string;
  readonly shown: string;
  readonly scope: Scope;
}

function apply(
  operation: ParameterOperation,
  value: Word,
  operands: readonly (readonly Word[])[],
  { name, shown, scope }: Place,
): readonly Word[] {
  const [first = []] = operands;
  const lost = holeWord({
    name: shown,
    filled: false,
    ...(holesOf(value).some(({ temp }) => temp) && operation.type === 'Remove' ? { temp: true } : {}),
  });
  if (operation.type === 'Default') {
    const { operator } = operation;
    const isUnset = value.value === '' && operator.startsWith(':');
    const surelySet = value.value !== undefined ? !isUnset : value.pieces.some(isFilled);
    if (operator.endsWith('?')) {
      const filled = surelySet ? value : fill(value);
      // The script ends here where it is empty, so it is not from here on.
      if (!/^\d/.test(name)) scope.set(name, [filled]);
      return [filled];
    }
    if (operator.endsWith('+')) return surelySet ? first : [textWord(''), ...first];
    const chosen = surelySet ? [value] : isUnset ? first : [fill(value), ...first];
    if (operator.endsWith('=') && !/^\d/.test(name)) scope.set(name, chosen);
    return chosen;
  }
  const known = value.value;
  if (known === undefined || known.length > MAX_VALUE) return [lost];
  switch (operation.type) {
    case 'Remove':
      return first.map((pattern) => remove(known, pattern, operation.operator) ?? lost);
    case 'Replace': {
      const [pattern] = first;
      const [replacement] = operands[1] ?? [];
      if (
        first.length !== 1 ||
        operands[1]?.length !== 1 ||
        !pattern?.value ||
        replacement?.value === undefined
      )
        return [lost];
      return [textWord(replace(known, pattern.value, replacement.value, operation.operator))];
    }
    case 'Slice': {
      const [offset, length] = operands.map((words) =>
        words.length === 1 ? number(words[0]!.value) : undefined,
      );
      if (offset === undefined || (operands.length > 1 && length === undefined)) return [lost];
      const from = offset < 0 ? Math.max(0, known.length + offset) : offset;
      const to = length === undefined ? known.length : length < 0 ? known.length + length : from + length;
      return [textWord(known.slice(from, Math.max(from, to)))];
    }
    case 'CaseModification': {
      if (operation.operand) return [lost];
      const upper = operation.operator.startsWith('^');
      const change = (text: string): string => (upper ? text.toUpperCase() : text.toLowerCase());
      return [
        textWord(
          operation.operator.length === 2 ? change(known) : change(known.slice(0, 1)) + known.slice(1),
        ),
      ];
    }
    default:
      return [lost];
  }
}

const isFilled = (piece: Piece): boolean =>
  piece.kind === 'glob' || piece.kind === 'text' || (piece.kind === 'hole' && piece.hole.filled);

/** The same, but never empty. */
function fill(word: Word): Word {
  return wordOf(
    word.pieces.map((piece): Piece =>
      piece.kind === 'hole' ? { kind: 'hole', hole: { ...piece.hole, filled: true } } : piece,
    ),
  );
}

function number(text: string | undefined): number | undefined {
  const trimmed = text?.trim();
  return trimmed !== undefined && /^-?\d{1,6}$/.test(trimmed) ? Number(trimmed) : undefined;
}

function remove(text: string, pattern: Word, operator: string): Word | undefined {
  if (holesOf(pattern).length > 0) return undefined;
  const atEnd = operator.startsWith('%');
  const lengths = Array.from({ length: text.length + 1 }, (_, index) => index);
  if (operator.length === 2) lengths.reverse();
  // A long value with a long pattern is not worth its time.
  if (text.length * text.length * pattern.text.length > 2_000_000) return undefined;
  for (const length of lengths) {
    const part = atEnd ? text.slice(text.length - length) : text.slice(0, length);
    if (matchesPattern(pattern.pieces, part))
      return textWord(atEnd ? text.slice(0, text.length - length) : text.slice(length));
  }
  return textWord(text);
}

function replace(text: string, pattern: string, by: string, operator: string): string {
  if (operator === '//') return text.replaceAll(pattern, () => by);
  if (operator === '/#') return text.startsWith(pattern) ? by + text.slice(pattern.length) : text;
  if (operator === '/%') return text.endsWith(pattern) ? text.slice(0, -pattern.length) + by : text;
  return text.replace(pattern, () => by);
}
