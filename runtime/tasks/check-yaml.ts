/**
 * What YAML allows and Luka does not: tags, keys that stand twice, and aliases that lead nowhere, into themselves, or
 * to more than anybody writes. One walk, whose time grows with the text and with nothing else: the library's own
 * checks compare every key with every other, and search the whole document for each alias.
 */
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';

export interface YamlFault {
  readonly kind: 'syntax' | 'duplicate-key' | 'unsafe' | 'too-deep';
  readonly offset: number;
  readonly message: string;
  readonly remedy: string;
}

export interface CheckedYaml {
  readonly faults: readonly YamlFault[];
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

export const MAX_YAML_FAULTS = 10;
const MAX_ALIASES = 1_000;
/** How many values all aliases together may stand for. */
const MAX_REPEATED = 10_000;
const CORE_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/** @param document no deeper than the stack allows */
export function checkYaml(document: Document.Parsed, text: string): CheckedYaml {
  const walk = new Walk(text);
  walk.visit(document.contents);
  return walk;
}

class Walk implements CheckedYaml {
  readonly faults: YamlFault[] = [];
  readonly targets = new Map<Alias, Node>();
  readonly #text: string;
  readonly #anchors = new Map<string, Node>();
  /** How many values an anchored node stands for, itself included; absent while it is being walked. */
  readonly #sizes = new Map<Node, number>();
  #aliases = 0;
  #repeated = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns how many values it stands for */
  visit(node: unknown): number {
    if (isPair(node)) return this.visit(node.key) + this.visit(node.value);
    if (!isNode(node)) return 0;
    if (isAlias(node)) return this.#alias(node);
    const start = node.range?.[0] ?? 0;
    if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
      const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
      this.#add('unsafe', this.#tagStart(start), `the tag ${tag} is not known here`, 'remove the tag');
    }
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    if (isMap(node)) this.#checkKeys(node);
    let size = 1;
    if (isCollection(node)) for (const item of node.items) size += this.visit(item);
    if (anchor !== undefined) this.#sizes.set(node, size);
    return size;
  }

  #alias(alias: Alias): number {
    const start = alias.range?.[0] ?? 0;
    const target = this.#anchors.get(alias.source);
    const size = target && this.#sizes.get(target);
    if (!target) {
      const remedy = `write &${alias.source} before the value that is meant`;
      this.#add('unsafe', start, `the alias *${alias.source} refers to nothing above it`, remedy);
      return 0;
    }
    if (size === undefined) {
      this.#add('unsafe', start, `*${alias.source} refers to what it stands in`, 'write the value out');
      return 0;
    }
    this.targets.set(alias, target);
    const few = this.#aliases <= MAX_ALIASES && this.#repeated <= MAX_REPEATED;
    this.#aliases += 1;
    this.#repeated += size;
    if (few && (this.#aliases > MAX_ALIASES || this.#repeated > MAX_REPEATED)) {
      const message = `aliases repeat too much: more than ${MAX_ALIASES} of them, or ${MAX_REPEATED} values`;
      this.#add('unsafe', start, message, 'write the repeated parts out');
    }
    return size;
  }

  #checkKeys(map: YAMLMap): void {
    const seen = new Set<unknown>();
    for (const { key } of map.items) {
      if (!isScalar(key)) continue;
      if (seen.has(key.value)) {
        const start = key.range?.[0] ?? 0;
        this.#add('duplicate-key', start, 'this key stands here a second time', 'keep one of the two');
      }
      seen.add(key.value);
    }
  }

  /** A node starts behind its tag. */
  #tagStart(start: number): number {
    if (this.faults.length >= MAX_YAML_FAULTS) return start;
    const before = this.#text.slice(0, start).trimEnd();
    const token = Math.max(...[' ', '\t', '\n'].map((space) => before.lastIndexOf(space))) + 1;
    const found = before.indexOf('!', token);
    return found < 0 ? start : found;
  }

  #add(kind: YamlFault['kind'], offset: number, message: string, remedy: string): void {
    if (this.faults.length < MAX_YAML_FAULTS) this.faults.push({ kind, offset, message, remedy });
  }
}
