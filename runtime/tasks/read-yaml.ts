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
  visit,
  type Document,
  type Pair,
} from 'yaml';
import { placesIn, type Locate } from './source-text.ts';

export const MAX_DEPTH = 100;
const MAX_ALIASES = 100;
const MAX_FAULTS = 10;
const CORE_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

export interface YamlFault {
  readonly kind: 'syntax' | 'duplicate-key' | 'unsafe' | 'too-deep';
  readonly offset: number;
  readonly message: string;
  readonly remedy: string;
}

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
  const deep = tooDeep(text);
  if (deep) return nothing([deep]);

  const [document, second] = new Composer({ prettyErrors: false, version: '1.2' }).compose(
    new Parser().parse(text),
    true,
    text.length,
  );
  if (!document) return nothing([]);
  const faults: YamlFault[] = document.errors.map((error) => ({
    kind: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'syntax',
    offset: error.pos[0],
    message:
      error.code === 'DUPLICATE_KEY' ? 'this key stands here a second time' : lowerFirst(error.message),
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
  faults.push(...unsafeNodes(document, text));
  let value: unknown;
  if (faults.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      const message = error instanceof Error ? lowerFirst(error.message) : 'it cannot be read';
      faults.push({ kind: 'unsafe', offset: 0, message, remedy: 'write the repeated parts out' });
    }
  }
  return { value, faults: faults.slice(0, MAX_FAULTS), locate: locator(document, text, place), document };
}

function tooDeep(text: string): YamlFault | undefined {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    for (const _ of parser.next(lexeme));
    // The stack also holds the document and the scalar being read.
    if (parser.stack.length > MAX_DEPTH + 2) {
      return {
        kind: 'too-deep',
        offset,
        message: `the text nests deeper than ${MAX_DEPTH} levels here`,
        remedy: 'flatten it',
      };
    }
  }
  return undefined;
}

function unsafeNodes(document: Document.Parsed, text: string): YamlFault[] {
  const faults: YamlFault[] = [];
  const add = (offset: number, message: string, remedy: string): void => {
    faults.push({ kind: 'unsafe', offset, message, remedy });
  };
  visit(document, {
    Node(_, node, ancestors) {
      const start = node.range?.[0] ?? 0;
      if (isAlias(node)) {
        const target = node.resolve(document);
        if (target && ancestors.includes(target)) {
          add(start, `*${node.source} refers to what it stands in`, 'write the value out');
        }
      } else if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
        // A node starts behind its tag.
        const offset = /!\S*\s*$/.exec(text.slice(0, start))?.index ?? start;
        const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
        add(offset, `the tag ${tag} is not known here`, 'remove the tag');
      }
    },
  });
  return faults;
}

/** Finds nodes by path, through aliases, and never fails: it stops at the nearest node above. */
function locator(document: Document.Parsed, text: string, place: ReturnType<typeof placesIn>): Locate {
  return (path, options = {}) => {
    let node: unknown = document.contents;
    let key: unknown;
    let offset = startOf(node) ?? 0;
    for (const part of path) {
      if (isAlias(node)) node = node.resolve(document);
      key = undefined;
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find((item) => keyText(item.key) === String(part));
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

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function remedyFor(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'keep one of the two';
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

function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;
}
