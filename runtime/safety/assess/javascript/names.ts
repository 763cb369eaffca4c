/** What the names of a JavaScript text stand for: members of modules, or known values. */
import { isBuiltin } from 'node:module';
import { Exceeded } from '../bounds.ts';
import { holeWord, joinWords, textWord, wordOf, type Piece, type Word } from '../word.ts';
import { nodeOf, nodesOf, textOf, type Syntax } from './syntax.ts';

/** `['child_process', 'exec']`. */
export type Reference = readonly string[];

const GLOBALS = new Set(
  'eval Function fetch WebSocket XMLHttpRequest EventSource process require module setTimeout setInterval setImmediate Buffer atob String globalThis global window self Reflect importScripts __dirname __filename URL Worker'.split(
    ' ',
  ),
);
const SELVES = new Set(['globalThis', 'global', 'window', 'self']);
/** Packages that are another module with more in it. */
const SAME: Readonly<Record<string, string>> = {
  'fs/promises': 'fs',
  'fs-extra': 'fs',
  'graceful-fs': 'fs',
  'path/posix': 'path',
  'cross-spawn': 'child_process',
};
const MAX_DEPTH = 40;
const MAX_TEXT = 65_536;
const MAX_STEPS = 200_000;

export interface ValuePlaces {
  readonly cwd: Word;
  readonly home: Word;
  /** What the task sets. */
  readonly variable: (name: string) => Word | undefined;
  /** The folder of the file; undefined for inline code. */
  readonly folder: string | undefined;
}

export class Names {
  private readonly references = new Map<string, Reference>();
  private readonly values = new Map<string, Syntax | undefined>();
  private readonly source: string;
  private readonly places: ValuePlaces;
  private steps = 0;

  constructor(source: string, nodes: readonly Syntax[], places: ValuePlaces) {
    this.source = source;
    this.places = places;
    // Names may be used above of where they are set: the second round knows what the first one found.
    for (let round = 0; round < 2; round += 1) for (const node of nodes) this.collect(node);
  }

  referenceOf(node: Syntax | undefined, depth = 0): Reference | undefined {
    if (!node || depth > MAX_DEPTH) return undefined;
    this.step();
    switch (node.type) {
      case 'Identifier': {
        const name = textOf(node['name'])!;
        return (
          this.references.get(name) ?? (GLOBALS.has(name) && !this.values.has(name) ? [name] : undefined)
        );
      }
      case 'MemberExpression': {
        const object = this.referenceOf(nodeOf(node['object']), depth + 1);
        const name = this.memberName(node, depth);
        if (name === 'constructor') return ['Function'];
        if (!object || name === undefined) return undefined;
        if (name === 'bind' || name === 'call' || name === 'apply') return object;
        return member(object, name);
      }
      case 'CallExpression':
        return this.calledReference(node, depth);
      case 'ImportExpression':
        return this.moduleOf(nodeOf(node['source']), depth);
      case 'AwaitExpression':
        return this.referenceOf(nodeOf(node['argument']), depth + 1);
      case 'ChainExpression':
        return this.referenceOf(nodeOf(node['expression']), depth + 1);
      case 'SequenceExpression':
        return this.referenceOf(nodesOf(node['expressions']).at(-1), depth + 1);
      case 'AssignmentExpression':
      case 'LogicalExpression':
        return this.referenceOf(nodeOf(node['right']), depth + 1);
      case 'NewExpression':
        return this.referenceOf(nodeOf(node['callee']), depth + 1);
      default:
        return undefined;
    }
  }

  private calledReference(node: Syntax, depth: number): Reference | undefined {
    const callee = nodeOf(node['callee']);
    const [first] = nodesOf(node['arguments']);
    const called = this.referenceOf(callee, depth + 1);
    const name = called?.join('.');
    if (
      name === 'require' ||
      name === 'module.require' ||
      name === 'process.mainModule.require' ||
      name === 'process.getBuiltinModule'
    )
      return this.moduleOf(first, depth);
    if (name === 'module.createRequire') return ['require'];
    if (name === 'util.promisify' || name === 'Reflect.get') return this.referenceOf(first, depth + 1);
    const property = nodeOf(callee?.['property']);
    if (callee?.type === 'MemberExpression' && textOf(property?.['name']) === 'bind') return called;
    return undefined;
  }

  private moduleOf(node: Syntax | undefined, depth: number): Reference | undefined {
    const name = this.valueOf(node, depth + 1)?.value;
    return name === undefined ? undefined : moduleReference(name);
  }

  /** The name after the dot, or in brackets where it is known. */
  memberName(node: Syntax, depth = 0): string | undefined {
    const property = nodeOf(node['property']);
    if (node['computed'] !== true) return textOf(property?.['name']);
    return this.valueOf(property, depth + 1)?.value;
  }

  /** A text as far as it is known; undefined for what is no text at all. */
  valueOf(node: Syntax | undefined, depth = 0): Word | undefined {
    if (!node) return undefined;
    this.step();
    const lost = holeWord({ name: this.shown(node), filled: false });
    if (depth > MAX_DEPTH) return lost;
    const next = (value: unknown): Word => this.valueOf(nodeOf(value), depth + 1) ?? lost;
    switch (node.type) {
      case 'Literal':
        return textWord(String(node['value']).slice(0, MAX_TEXT));
      case 'TemplateLiteral': {
        const expressions = nodesOf(node['expressions']);
        const pieces: Piece[] = [];
        nodesOf(node['quasis']).forEach((quasi, at) => {
          const text = textOf((quasi['value'] as { cooked?: unknown } | undefined)?.cooked) ?? '';
          pieces.push({ kind: 'text', text });
          if (at < expressions.length) pieces.push(...next(expressions[at]).pieces);
        });
        return short(wordOf(pieces)) ?? lost;
      }
      case 'TaggedTemplateExpression':
        return next(node['quasi']);
      case 'BinaryExpression':
        if (node['operator'] !== '+') return lost;
        return short(wordOf([...next(node['left']).pieces, ...next(node['right']).pieces])) ?? lost;
      case 'Identifier': {
        const name = textOf(node['name'])!;
        if (name === '__dirname') return this.folder();
        const value = this.values.get(name);
        return value ? (this.valueOf(value, depth + 1) ?? lost) : lost;
      }
      case 'AwaitExpression':
      case 'ChainExpression':
        return next(node['argument'] ?? node['expression']);
      case 'MemberExpression':
        return this.memberValue(node, depth) ?? lost;
      case 'NewExpression':
        if (this.referenceOf(nodeOf(node['callee']))?.join('.') !== 'URL') return lost;
        return this.urlOf(nodesOf(node['arguments']), next) ?? lost;
      case 'CallExpression':
        return this.callValue(node, depth, next) ?? lost;
      case 'ArrayExpression':
      case 'ObjectExpression':
        return lost;
      default:
        return lost;
    }
  }

  private memberValue(node: Syntax, depth: number): Word | undefined {
    const object = this.referenceOf(nodeOf(node['object']), depth + 1)?.join('.');
    const name = this.memberName(node, depth);
    if (object === 'process.env') {
      if (name === 'HOME') return this.places.home;
      const set = name === undefined ? undefined : this.places.variable(name);
      if (set) return set;
      return holeWord({
        name: `$${name ?? '?'}`,
        filled: name?.startsWith('LUKA_') ?? false,
        ...(name === 'LUKA_OUTPUT' || name === 'TMPDIR' ? { temp: true } : {}),
      });
    }
    if (nodeOf(node['object'])?.type === 'MetaProperty' && name === 'dirname') return this.folder();
    if (nodeOf(node['object'])?.type === 'MetaProperty' && name === 'url') return textWord('');
    if (object === 'process' && (name === 'execPath' || name === 'argv0')) return textWord('node');
    return undefined;
  }

  private callValue(node: Syntax, depth: number, next: (value: unknown) => Word): Word | undefined {
    const callee = nodeOf(node['callee']);
    const args = nodesOf(node['arguments']);
    const name = this.referenceOf(callee, depth + 1)?.join('.');
    switch (name) {
      case 'path.join':
      case 'path.resolve':
        return this.joined(args.map(next), name === 'path.resolve');
      case 'path.normalize':
      case 'url.fileURLToPath':
      case 'fs.realpathSync':
      case 'fs.realpath':
        return next(args[0]);
      case 'os.homedir':
        return this.places.home;
      case 'os.tmpdir':
      case 'fs.mkdtempSync':
      case 'fs.mkdtemp':
        return holeWord({ name: this.shown(node), filled: true, temp: true });
      case 'process.cwd':
        return this.places.cwd;
      case 'atob':
        return decoded(next(args[0]), 'base64');
      case 'String.fromCharCode':
      case 'String.fromCodePoint': {
        const codes = args.map((arg) => Number(next(arg).value));
        return codes.every((code) => Number.isInteger(code) && code >= 0 && code < 0x110000)
          ? textWord(String.fromCodePoint(...codes))
          : undefined;
      }
      case 'Buffer.from':
        return decoded(next(args[0]), this.valueOf(args[1])?.value);
      case 'fs.promises.mkdtemp':
        return holeWord({ name: this.shown(node), filled: true, temp: true });
      default:
        break;
    }
    if (callee?.type !== 'MemberExpression') return undefined;
    const object = nodeOf(callee['object']);
    const method = this.memberName(callee, depth);
    if (method === 'toString' || method === 'trim' || method === 'valueOf') return next(object);
    if (method === 'concat')
      return wordOf([...next(object).pieces, ...args.flatMap((arg) => next(arg).pieces)]);
    if (method === 'join') {
      const items = this.itemsOf(object, depth + 1);
      const between = args[0] ? next(args[0]).value : ',';
      return items && between !== undefined
        ? short(joinWords(items.length > 0 ? items : [textWord('')], between))
        : undefined;
    }
    if (method === 'replace' || method === 'replaceAll') {
      const [text, from, by] = [next(object).value, next(args[0]).value, next(args[1]).value];
      const isText = args[0]?.type === 'Literal' && !('regex' in args[0]);
      if (
        text === undefined ||
        from === undefined ||
        by === undefined ||
        !isText ||
        text.length + by.length > 4_096
      )
        return undefined;
      return textWord(method === 'replace' ? text.replace(from, () => by) : text.replaceAll(from, () => by));
    }
    return undefined;
  }

  /** The elements of an array that is written down, or of a text that was split. */
  itemsOf(node: Syntax | undefined, depth = 0): readonly Word[] | undefined {
    if (!node || depth > MAX_DEPTH) return undefined;
    if (node.type === 'ArrayExpression') {
      const elements = nodesOf(node['elements']);
      if (elements.length > 1_000) return undefined;
      return elements.flatMap((element): readonly Word[] => {
        if (element.type !== 'SpreadElement') return [this.valueOf(element, depth + 1)!];
        return (
          this.itemsOf(nodeOf(element['argument']), depth + 1) ?? [
            holeWord({ name: this.shown(element), filled: false }),
          ]
        );
      });
    }
    if (node.type === 'Identifier') return this.itemsOf(this.values.get(textOf(node['name'])!), depth + 1);
    if (node.type !== 'CallExpression') return undefined;
    const callee = nodeOf(node['callee']);
    if (callee?.type !== 'MemberExpression') return undefined;
    const method = this.memberName(callee, depth);
    const object = nodeOf(callee['object']);
    if (method === 'reverse') return this.itemsOf(object, depth + 1)?.toReversed();
    if (method === 'split') {
      const text = this.valueOf(object, depth + 1)?.value;
      const by = this.valueOf(nodesOf(node['arguments'])[0], depth + 1)?.value;
      return text === undefined || by === undefined || text.length > 4_096
        ? undefined
        : text.split(by).map(textWord);
    }
    return undefined;
  }

  private joined(words: readonly Word[], absolute: boolean): Word {
    let parts = words;
    if (absolute) {
      const last = parts.findLastIndex(({ text }) => text.startsWith('/'));
      parts = last >= 0 ? parts.slice(last) : [this.places.cwd, ...parts];
    }
    // path.join of nothing and a name is the name, not a path from the root.
    const [first, ...rest] = parts;
    const start =
      first &&
      wordOf(
        first.pieces.map((piece, at): Piece =>
          at === 0 && piece.kind === 'hole' ? { kind: 'hole', hole: { ...piece.hole, filled: true } } : piece,
        ),
      );
    return joinWords(start ? [start, ...rest] : [textWord('.')], '/');
  }

  private urlOf(args: readonly Syntax[], next: (value: unknown) => Word): Word | undefined {
    const path = next(args[0]);
    if (args.length < 2) return path;
    return path.text.startsWith('.') ? joinWords([this.folder(), path], '/') : path;
  }

  private folder(): Word {
    return this.places.folder === undefined
      ? holeWord({ name: '__dirname', filled: true })
      : textWord(this.places.folder);
  }

  /** Values of values may double with each name. */
  private step(): void {
    this.steps += 1;
    if (this.steps > MAX_STEPS) throw new Exceeded('its values lead too far');
  }

  private collect(node: Syntax): void {
    if (node.type === 'ImportDeclaration') {
      const source = textOf(nodeOf(node['source'])?.['value']);
      if (source === undefined) return;
      const module = moduleReference(source);
      for (const specifier of nodesOf(node['specifiers'])) {
        const local = textOf(nodeOf(specifier['local'])?.['name'])!;
        const imported = nodeOf(specifier['imported']);
        const name = imported && (textOf(imported['name']) ?? textOf(imported['value']));
        this.references.set(local, name === undefined ? module : member(module, name));
      }
    } else if (node.type === 'VariableDeclarator') this.bind(nodeOf(node['id']), nodeOf(node['init']));
    else if (node.type === 'AssignmentExpression') {
      const left = nodeOf(node['left']);
      const right = nodeOf(node['right']);
      if (left?.type === 'Identifier') {
        const reference = this.referenceOf(right);
        if (reference) this.references.set(textOf(left['name'])!, reference);
        // Set more than once: not a constant.
        if (node['operator'] !== '=' || this.values.get(textOf(left['name'])!) !== right)
          this.values.set(textOf(left['name'])!, this.values.has(textOf(left['name'])!) ? undefined : right);
      }
    }
  }

  private bind(target: Syntax | undefined, init: Syntax | undefined): void {
    if (!target) return;
    const reference = this.referenceOf(init);
    if (target.type === 'Identifier') {
      const name = textOf(target['name'])!;
      if (reference) this.references.set(name, reference);
      else if (init)
        this.values.set(name, this.values.has(name) && this.values.get(name) !== init ? undefined : init);
      return;
    }
    if (target.type !== 'ObjectPattern' || !reference) return;
    for (const property of nodesOf(target['properties'])) {
      const key = textOf(nodeOf(property['key'])?.['name']) ?? textOf(nodeOf(property['key'])?.['value']);
      const value = nodeOf(property['value']);
      const local = value?.type === 'AssignmentPattern' ? nodeOf(value['left']) : value;
      if (key !== undefined && local?.type === 'Identifier')
        this.references.set(textOf(local['name'])!, member(reference, key));
    }
  }

  shown(node: Syntax): string {
    const text = this.source.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  }
}

function moduleReference(name: string): Reference {
  const plain = name.replace(/^node:/, '');
  if (isBuiltin(plain) || Object.hasOwn(SAME, plain)) return [SAME[plain] ?? plain];
  return [`package:${plain}`];
}

function member(object: Reference, name: string): Reference {
  const [first] = object;
  if (object.length === 1 && SELVES.has(first!)) return [name];
  if (name === 'default' || name === 'promises') return object;
  return [...object, name];
}

const short = (word: Word): Word | undefined => (word.text.length > MAX_TEXT ? undefined : word);

function decoded(word: Word, encoding: string | undefined): Word | undefined {
  if (word.value === undefined) return undefined;
  if (encoding === 'base64' || encoding === 'hex' || encoding === 'base64url')
    return textWord(Buffer.from(word.value, encoding).toString('utf8'));
  return word;
}
