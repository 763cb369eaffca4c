/** What JavaScript does besides computing: files, processes, network, and code that it makes. */
import { isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { Effect } from '../effects/effect.ts';
import { hostOfUrl } from '../effects/files.ts';
import type { CodeContext } from '../inspector.ts';
import { excerpt } from '../session.ts';
import { valuesOf } from '../shell/variables.ts';
import { holeWord, joinWords, textWord, type Feed, type Word } from '../word.ts';
import { FILE_CALLS } from './file-calls.ts';
import { Names } from './names.ts';
import { nodeOf, nodesOf, parseJavaScript, textOf, type Syntax } from './syntax.ts';

export function readJavaScript(code: string, context: CodeContext): void {
  const { session, spot, evidence } = context;
  session.attempt(spot, evidence, () => {
    const nodes = parseJavaScript(code);
    const cwd = context.scope.cwd[0]!;
    const folder = context.file === undefined ? undefined : dirname(context.file);
    const names = new Names(code, nodes, {
      cwd,
      home: valuesOf('HOME', context.scope)[0]!,
      variable: (name) => context.scope.get(name)?.[0],
      folder,
    });
    const reader = new Reader(names, context);
    for (const node of nodes) reader.look(node);
  });
}

const SHELLS = new Set(['exec', 'execSync']);
const SPAWNS = new Set(['spawn', 'spawnSync', 'execFile', 'execFileSync', 'sync', 'async']);
const NETWORK =
  /^(?:fetch|WebSocket|XMLHttpRequest|EventSource|https?\.(?:get|request)|net\.(?:connect|createConnection|Socket)|tls\.connect|dgram\.createSocket|http2\.connect|package:(?:axios|got|undici|node-fetch|ws|request|superagent|ky)(?:\..*)?)$/;
const MAKES_CODE =
  /^(?:eval|Function|vm\.(?:runIn\w+|Script|compileFunction|SourceTextModule)|importScripts)$/;
const NATIVE = /^process\.(?:binding|_linkedBinding|dlopen)$/;
/** Programs of packages that run commands. */
const RUNNERS = /^package:(?:execa|shelljs|zx|tinyexec|nano-spawn)(?:\.(.*))?$/;
const DELETERS = /^package:(?:rimraf|del|trash|trash-cli)(?:\..*)?$/;

class Reader {
  private readonly names: Names;
  private readonly context: CodeContext;
  private readonly packages = new Set<string>();

  constructor(names: Names, context: CodeContext) {
    this.names = names;
    this.context = context;
  }

  look(node: Syntax): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration': {
        const source = textOf(nodeOf(node['source'])?.['value']);
        if (source !== undefined) this.imported(source, node);
        return;
      }
      case 'ImportExpression':
        this.importedValue(nodeOf(node['source']), node);
        return;
      case 'CallExpression':
      case 'NewExpression':
        this.called(node);
        return;
      case 'TaggedTemplateExpression':
        if (RUNNERS.test(this.names.referenceOf(nodeOf(node['tag']))?.join('.') ?? ''))
          this.script(this.names.valueOf(node), node);
        return;
      case 'AssignmentExpression':
        this.assigned(node);
        return;
      default:
    }
  }

  private called(node: Syntax): void {
    const reference = this.names.referenceOf(nodeOf(node['callee']));
    const args = nodesOf(node['arguments']);
    this.passed(reference, args, node);
    if (!reference) return;
    const name = reference.join('.');
    const [first] = args;
    if (
      name === 'require' ||
      name === 'module.require' ||
      name === 'process.getBuiltinModule' ||
      name === 'process.mainModule.require'
    )
      this.importedValue(first, node);
    else if (reference[0] === 'child_process') this.spawned(reference[1] ?? '', args, node);
    else if (RUNNERS.test(name))
      this.spawned(
        RUNNERS.exec(name)?.[1]?.startsWith('exec') === true && name.includes('shelljs') ? 'exec' : 'spawn',
        args,
        node,
      );
    else if (DELETERS.test(name))
      this.effects(
        node,
        name,
        this.paths(first).map((path): Effect => ({ kind: 'delete', path, recursive: true })),
      );
    else if (reference[0] === 'fs') this.files(reference[1] ?? '', args, node);
    else if (MAKES_CODE.test(name)) this.made(name, args, node);
    else if (name === 'setTimeout' || name === 'setInterval') {
      if (first?.type === 'Literal' || first?.type === 'TemplateLiteral') this.made(name, [first], node);
    } else if (NATIVE.test(name)) this.note(node, 60, 'reaches below Node into the machine');
    else if (name === 'process.kill')
      this.command(
        [textWord('kill'), this.names.valueOf(first) ?? holeWord({ name: 'pid', filled: true })],
        node,
      );
    else if (name === 'worker_threads.Worker' || name === 'Worker') this.worker(args, node);
    else if (NETWORK.test(name)) this.network(name, args, node);
    else if (name === 'process.chdir')
      this.context.scope.cwd = [this.names.valueOf(first) ?? holeWord({ name: 'cwd', filled: true })];
  }

  /** A function that does something, given to another to call: `files.map(unlink)`. */
  private passed(callee: readonly string[] | undefined, args: readonly Syntax[], node: Syntax): void {
    const name = callee?.join('.');
    if (name === 'util.promisify' || name === 'Reflect.get') return;
    for (const arg of args) {
      if (arg.type !== 'Identifier' && arg.type !== 'MemberExpression') continue;
      const given = this.names.referenceOf(arg);
      if (!given) continue;
      const text = given.join('.');
      if (MAKES_CODE.test(text) || (given[0] === 'child_process' && given.length > 1))
        this.note(node, 45, `gives \`${text}\` away to be called with something that only the run will know`);
      else if (given[0] === 'fs' && given.length > 1) this.files(given[1]!, [], node);
    }
  }

  private spawned(method: string, args: readonly Syntax[], node: Syntax): void {
    const [first, second] = args;
    const program = this.names.valueOf(first);
    if (!program) return;
    const options = args.find(({ type }) => type === 'ObjectExpression');
    const cwd = this.names.valueOf(this.option(options, 'cwd'));
    if (SHELLS.has(method)) {
      this.script(program, node, cwd);
      return;
    }
    if (method === 'fork') {
      this.file(program, node);
      return;
    }
    if (method !== '' && !SPAWNS.has(method) && !/^(?:execa|node|command|\$)/.test(method)) return;
    const hasList =
      second !== undefined && second.type !== 'ObjectExpression' && !/Function/.test(second.type);
    const words = hasList
      ? (this.names.itemsOf(second) ?? [holeWord({ name: this.names.shown(second), filled: false })])
      : [];
    const shell = this.option(options, 'shell');
    const usesShell = shell !== undefined && !(shell.type === 'Literal' && shell['value'] === false);
    if (usesShell) this.script(joinWords([program, ...words], ' '), node, cwd);
    else this.command([program, ...words], node, cwd);
  }

  private files(method: string, args: readonly Syntax[], node: Syntax): void {
    const call = Object.hasOwn(FILE_CALLS, method) ? FILE_CALLS[method] : undefined;
    if (!call) return;
    const options = args.find(({ type }) => type === 'ObjectExpression');
    const path = (at: number): Word =>
      this.names.valueOf(args[at]) ?? holeWord({ name: '(a path)', filled: true });
    const flag = this.names.valueOf(args[1])?.value;
    const given = this.option(options, 'recursive');
    // Options that are made elsewhere may say so too.
    const recursive = given
      ? !(given.type === 'Literal' && given['value'] === false)
      : args
          .slice(1)
          .some(({ type }) => type === 'Identifier' || type === 'CallExpression' || type === 'SpreadElement');
    if (/^(?:writeFile|appendFile|outputFile)/.test(method)) {
      const text = this.names.valueOf(args[1]);
      const content: Feed = text ? { words: [text], from: ['program'] } : { words: [], from: ['program'] };
      this.context.session.write(path(0), this.context.scope.cwd[0]!, content, method.startsWith('append'));
    }
    this.effects(
      node,
      `fs.${method}`,
      call({
        path,
        flag,
        recursive: recursive && !/callback|^cb$|^done$/.test(textOf(args[1]?.['name']) ?? ''),
      }),
    );
  }

  private network(name: string, args: readonly Syntax[], node: Syntax): void {
    const [first] = args;
    const url =
      first?.type === 'ObjectExpression'
        ? this.names.valueOf(
            this.option(first, 'url') ?? this.option(first, 'host') ?? this.option(first, 'hostname'),
          )
        : this.names.valueOf(first);
    const isSocket = name.startsWith('net.') || name.startsWith('tls.');
    const target = isSocket && args[1] && args[1].type === 'Literal' ? this.names.valueOf(args[1]) : url;
    const options = args.find(({ type }) => type === 'ObjectExpression');
    const method = this.names.valueOf(this.option(options, 'method'));
    const sends =
      isSocket ||
      this.option(options, 'body') !== undefined ||
      (method !== undefined && !/^(?:get|head)$/i.test(method.text)) ||
      /\.(?:post|put|patch)$/.test(name);
    this.effects(node, name, [{ kind: 'connect', host: target && hostOfUrl(target), sends }]);
  }

  /** Code that is made from text. */
  private made(name: string, args: readonly Syntax[], node: Syntax): void {
    const body = this.names.valueOf(name === 'Function' ? args.at(-1) : args[0]);
    if (name === 'Function' && !body) return;
    if (body?.value === undefined) {
      this.note(node, 50, `runs code that it makes itself (${name})`);
      return;
    }
    this.note(node, 15, `runs a text as code (${name})`, false);
    this.nested(body.value);
  }

  private nested(code: string): void {
    const { spot } = this.context;
    if (spot.depth > 20) this.context.session.unparsed('code inside of code nests too deeply', spot, code);
    else readJavaScript(code, { ...this.context, spot: { ...spot, depth: spot.depth + 1 } });
  }

  private worker(args: readonly Syntax[], node: Syntax): void {
    const code = this.names.valueOf(args[0]);
    if (!code) return;
    const isText = this.option(
      args.find(({ type }) => type === 'ObjectExpression'),
      'eval',
    );
    if (isText && code.value !== undefined) this.nested(code.value);
    else if (isText) this.note(node, 50, 'runs code that it makes itself (Worker)');
    else this.file(code, node);
  }

  private importedValue(source: Syntax | undefined, node: Syntax): void {
    const name = this.names.valueOf(source);
    if (name?.value === undefined) this.note(node, 40, 'loads a module that only the run will know');
    else this.imported(name.value, node);
  }

  private imported(name: string, node: Syntax): void {
    const plain = name.replace(/^node:/, '');
    if (name.startsWith('data:')) {
      const comma = name.indexOf(',');
      const text = name.slice(comma + 1);
      this.nested(
        /;base64$/i.test(name.slice(0, comma))
          ? Buffer.from(text, 'base64').toString('utf8')
          : percentDecoded(text),
      );
    } else if (/^https?:/.test(name))
      this.note(node, 85, 'runs a module from the network', true, 'network_to_shell');
    else if (/^\.{0,2}\/|^\.{1,2}$|^file:/.test(name))
      this.file(textWord(name.replace(/^file:\/\//, '')), node);
    else if (plain.endsWith('.node')) this.note(node, 60, 'loads machine code');
    else if (!isBuiltin(plain) && !this.packages.has(plain)) {
      this.packages.add(plain);
      this.note(node, 5, `uses the package ${plain}, which is not read`, false);
    }
  }

  private file(path: Word, node: Syntax): void {
    if (path.value === undefined) {
      this.note(node, 45, 'runs a file that only the run will know', true, 'script_unread');
      return;
    }
    const { file, inspector, scope, spot, evidence } = this.context;
    if (path.value.endsWith('.node')) this.note(node, 60, 'loads machine code');
    const full = file === undefined ? path : textWord(resolve(dirname(file), path.value));
    inspector.file(full, 'javascript', [], scope, spot, evidence);
  }

  private assigned(node: Syntax): void {
    const left = nodeOf(node['left']);
    if (left?.type !== 'MemberExpression') return;
    const name = this.names.memberName(left);
    const object = this.names.referenceOf(nodeOf(left['object']))?.join('.');
    if (object === 'process.env' && /^(?:LD_|DYLD_|NODE_OPTIONS$|BASH_ENV$|PYTHONSTARTUP$)/.test(name ?? ''))
      this.note(node, 60, `sets ${name} for the programs that it starts`, true, 'environment_loader');
  }

  private script(script: Word | undefined, node: Syntax, cwd?: Word): void {
    if (!script) return;
    const { inspector, scope, spot } = this.context;
    const inside = scope.fork();
    if (cwd) inside.cwd = [cwd];
    inspector.script(
      script,
      inside,
      { ...spot, via: [...spot.via, 'javascript'], depth: spot.depth + 1 },
      this.names.shown(node),
    );
  }

  private command(words: readonly Word[], node: Syntax, cwd?: Word): void {
    const { inspector, scope, spot } = this.context;
    const inside = scope.fork();
    if (cwd) inside.cwd = [cwd];
    inspector.visit({ words, assigns: [], redirects: [], evidence: this.names.shown(node) }, inside, {
      ...spot,
      via: [...spot.via, 'javascript'],
      depth: spot.depth + 1,
    });
  }

  private paths(node: Syntax | undefined): readonly Word[] {
    return (
      this.names.itemsOf(node) ?? [this.names.valueOf(node) ?? holeWord({ name: '(a path)', filled: true })]
    );
  }

  private effects(node: Syntax, name: string, effects: readonly Effect[]): void {
    if (effects.length === 0) return;
    const { session, scope, spot } = this.context;
    session.budget.command(name.length);
    session.commands.push({
      name,
      words: [textWord(name)],
      redirects: [],
      assigns: [],
      cwd: scope.cwd[0]!,
      stdin: spot.stdin,
      line: spot.line,
      via: [...spot.via, 'javascript'],
      step: spot.step,
      evidence: excerpt(this.names.shown(node)),
      effects,
      allowed: false,
    });
  }

  private option(object: Syntax | undefined, name: string): Syntax | undefined {
    for (const property of nodesOf(object?.['properties'])) {
      const key = nodeOf(property['key']);
      if (textOf(key?.['name']) === name || textOf(key?.['value']) === name) return nodeOf(property['value']);
    }
    return undefined;
  }

  private note(node: Syntax, points: number, text: string, asks = true, rule = 'code_js'): void {
    const { session, spot } = this.context;
    session.notes.push({
      rule,
      points,
      text,
      ...(asks ? { effect: 'ask' } : {}),
      step: spot.step,
      evidence: excerpt(this.names.shown(node)),
    });
  }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not encoded: the text is what it is.
    return text;
  }
}
