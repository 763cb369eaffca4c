/**
 * YAML text to a plain value that is safe to walk: no custom tags, no duplicate keys, no alias bombs, no cycles, no
 * deep nesting. The nesting is measured token by token before anything recursive sees the text.
 */
import {
  Composer,
  Lexer,
  Parser,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type CST,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { MAX_YAML_FAULTS, checkYaml, type CheckedYaml, type YamlFault } from './check-yaml.ts';
import { placesIn, type Locate } from './source-text.ts';

export type { YamlFault } from './check-yaml.ts';

export const MAX_DEPTH = 100;
/** Characters of a fault's message. */
const MAX_MESSAGE = 300;

export interface YamlReading {
  /** Meaningless while there are faults. */
  readonly value: unknown;
  readonly faults: readonly YamlFault[];
  readonly locate: Locate;
  readonly document: Document.Parsed | undefined;
}

/** Reads one YAML document. Never throws for what the text holds. */
export function readYaml(text: string): YamlReading {
  const place = placesIn(text);
  const nothing = (faults: YamlFault[]): YamlReading => ({
    value: undefined,
    faults,
    locate: () => place(0),
    document: undefined,
  });
  const parsed = parse(text);
  if ('fault' in parsed) return nothing([parsed.fault]);

  // The library would warn of keys that are lists on the terminal; here they are unknown fields like others.
  const composer = new Composer({
    prettyErrors: false,
    version: '1.2',
    uniqueKeys: false,
    logLevel: 'error',
  });
  const [document, second] = composer.compose(parsed.tokens, true, text.length);
  if (!document) return nothing([]);
  const faults: YamlFault[] = document.errors.slice(0, MAX_YAML_FAULTS).map((error) => ({
    kind: 'syntax',
    offset: error.pos[0],
    message: cut(lowerFirst(error.message)),
    remedy: remedyFor(error.code),
  }));
  if (second) {
    faults.push({
      kind: 'syntax',
      offset: second.range[0],
      message: 'a second document starts here',
      remedy: 'keep one document to a file: remove the "---"',
    });
  }
  const checked = checkYaml(document, text);
  faults.push(...checked.faults);
  let value: unknown;
  if (faults.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: -1 });
    } catch (error) {
      const message = error instanceof Error ? lowerFirst(error.message) : 'it cannot be read';
      faults.push({ kind: 'unsafe', offset: 0, message, remedy: 'write this part in another way' });
    }
  }
  const locate = locator(document, checked.targets, text, place);
  return { value, faults: faults.slice(0, MAX_YAML_FAULTS), locate, document };
}

/**
 * Stops at the first token that nests too deep, before the composer's recursion sees it, and when more tokens are
 * wrong than will be told of.
 */
function parse(text: string): { tokens: CST.Token[] } | { fault: YamlFault } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let wrong = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') wrong += 1;
    }
    if (wrong >= MAX_YAML_FAULTS) break;
    // The stack also holds the document and the scalar being read.
    if (parser.stack.length > MAX_DEPTH + 2) {
      const message = `the text nests deeper than ${MAX_DEPTH} levels here`;
      return { fault: { kind: 'too-deep', offset, message, remedy: 'flatten it' } };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

/** Finds nodes by path, through aliases, and never fails: it stops at the nearest node above. */
function locator(
  document: Document.Parsed,
  targets: CheckedYaml['targets'],
  text: string,
  place: ReturnType<typeof placesIn>,
): Locate {
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairsOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const index = indexes.get(map) ?? indexKeys(map);
    indexes.set(map, index);
    return index;
  };
  return (path, options = {}) => {
    let node: unknown = document.contents;
    let key: unknown;
    let offset = startOf(node) ?? 0;
    for (const part of path) {
      if (isAlias(node)) node = targets.get(node);
      key = undefined;
      if (isMap(node)) {
        const pair = pairsOf(node).get(String(part));
        if (!pair) break;
        key = pair.key;
        node = pair.value;
        offset = startOf(node) ?? startOf(key) ?? offset;
      } else if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
        node = node.items[part];
        offset = startOf(node) ?? offset;
      } else break;
    }
    if (options.at === 'key') return place(startOf(key) ?? offset);
    const end = isNode(node) ? (node.range?.[1] ?? offset) : offset;
    const inner = options.within === undefined ? -1 : text.indexOf(options.within, offset);
    return place(inner >= 0 && inner < end ? inner : offset);
  };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function indexKeys(map: YAMLMap): Map<string, Pair> {
  const index = new Map<string, Pair>();
  for (const pair of map.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    if (!index.has(name)) index.set(name, pair);
  }
  return index;
}

function remedyFor(code: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent with spaces';
    case 'MISSING_CHAR':
      return 'close the quote or bracket that is open';
    case 'BAD_INDENT':
      return 'line it up with the lines around it';
    default:
      return 'mend this line; a text with ": ", " #" or a special first character needs quotes around it';
  }
}

/** The library quotes what it did not expect, however long it is. */
function cut(message: string): string {
  return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 3)}...` : message;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;
}
