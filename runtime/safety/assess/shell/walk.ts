/**
 * Walks a script's syntax tree in the order in which it runs, and reports every simple command that it may come to:
 * in all branches, in loops, functions and substitutions, and inside of commands that run others.
 */
import {
  forEachChild,
  type AndOr,
  type Assignment,
  type Case,
  type Command,
  type CommandNode,
  type CompoundList,
  type Coproc,
  type For,
  type Function as FunctionNode,
  type If,
  type ParsedScript,
  type Pipeline,
  type PipelineNode,
  type Redirection,
  type Select,
  type Statement,
  type SyntaxNode,
  type Word as WordNode,
} from 'unbash';
import { Exceeded, MAX_CHOICES, MAX_DEPTH } from '../bounds.ts';
import { joined, unknownFeed } from '../feeds/output-of.ts';
import type { FoundRedirect } from '../found.ts';
import { excerpt, type Place, type Session } from '../session.ts';
import { INPUT, NOTHING, textWord, wordOf, type Feed, type Word } from '../word.ts';
import { assignedNames } from './assigned-names.ts';
import { Expansion, product, type ExpansionHost, type Substitution } from './expand.ts';
import { guarded, parseShell } from './parse-shell.ts';
import type { Scope } from './scope.ts';
import { unknown, valuesOf } from './variables.ts';

/** Longer texts with errors in them are not walked. */
const MAX_DAMAGED = 8_192;

/** Where a walk is: what flows in, which functions are open, which text is read. */
export interface Spot extends Place {
  readonly stdin: Feed;
  readonly source: string;
  /** The line that it is part of: a pipeline, with all that is inside of its words. */
  readonly line: number;
  /** Inside of a pipe or a word: what is here belongs to that line. */
  readonly nested?: true | undefined;
  /** The command in front of this one in its pipeline. */
  readonly before?: readonly Word[] | undefined;
  readonly calls: readonly OpenCall[];
}
interface OpenCall {
  readonly node: FunctionNode;
  readonly spawns: number;
}

/** One simple command with its values, as it is given to whoever looks into commands. */
export interface Call {
  readonly words: readonly Word[];
  readonly assigns: readonly { readonly name: string; readonly value: Word }[];
  readonly redirects: readonly FoundRedirect[];
  readonly evidence: string;
}

/** Looks into one simple command, and says what it writes to its output. */
export type Visit = (call: Call, scope: Scope, spot: Spot) => Feed;

export class ShellWalk {
  private readonly session: Session;
  private readonly visit: Visit;
  private readonly defined = new Map<FunctionNode, { scope: Scope; spot: Spot }>();

  constructor(session: Session, visit: Visit) {
    this.session = session;
    this.visit = visit;
  }

  /** A whole text. What of it cannot be parsed is asked about; what can be is looked into all the same. */
  text(source: string, scope: Scope, spot: Spot): Feed {
    const here = { ...spot, source };
    const output = this.session.attempt(here, source, () => {
      const script = parseShell(source, this.session.budget);
      return this.script(script, scope, here);
    });
    return output ?? unknownFeed('program');
  }

  /** Functions that nobody called may be called in ways that are not seen. */
  finish(): void {
    for (let round = 0; round < MAX_DEPTH && this.defined.size > 0; round += 1) {
      const left = [...this.defined];
      this.defined.clear();
      for (const [node, { scope, spot }] of left) {
        const inside = scope.fork();
        inside.positional = undefined;
        this.session.attempt(spot, spot.source, () => this.enter(node, inside, spot));
      }
    }
  }

  /** Runs a function with the arguments that are set in the scope. */
  call(node: FunctionNode, scope: Scope, spot: Spot): Feed {
    this.defined.delete(node);
    const open = spot.calls.find((call) => call.node === node);
    if (open) {
      if (spot.spawns > open.spawns)
        this.session.notes.push({
          rule: 'catastrophe',
          points: 100,
          effect: 'deny',
          text: `a fork bomb: the function \`${excerpt(node.name.value)}\` starts itself again and again`,
          step: spot.step,
          evidence: excerpt(spot.source.slice(node.pos, node.end)),
        });
      return unknownFeed('program');
    }
    return this.enter(node, scope, spot);
  }

  private enter(node: FunctionNode, scope: Scope, spot: Spot): Feed {
    const calls = [...spot.calls, { node, spawns: spot.spawns }];
    return this.node(node.body, scope, deeper({ ...spot, calls }));
  }

  script(script: ParsedScript, scope: Scope, spot: Spot): Feed {
    this.session.budget.node();
    const [error] = script.errors ?? [];
    // What is valid runs before the shell meets what is not. In a long text that is not worth the search.
    if (error && script.end - script.pos > MAX_DAMAGED)
      throw new Exceeded(`it is no valid shell: ${error.message}`);
    const output = this.statements(script.commands, scope, { ...spot, source: script.source ?? spot.source });
    if (error) throw new Exceeded(`it is no valid shell: ${error.message}`);
    return output;
  }

  private list(list: CompoundList, scope: Scope, spot: Spot): Feed {
    this.session.budget.node();
    return this.statements(list.commands, scope, deeper(spot));
  }

  private statements(statements: readonly Statement[], scope: Scope, spot: Spot): Feed {
    if (statements.length === 1) return this.statement(statements[0]!, scope, spot);
    return joined(statements.map((statement) => this.statement(statement, scope, spot)));
  }

  private statement({ command, background }: Statement, scope: Scope, spot: Spot): Feed {
    this.session.budget.node();
    const here = spot.nested ? spot : { ...spot, line: this.session.nextLine() };
    if (!background) return this.node(command, scope, here);
    return this.node(command, scope.fork(), { ...here, spawns: spot.spawns + 1 });
  }

  private node(node: PipelineNode | AndOr | CompoundList, scope: Scope, spot: Spot): Feed {
    this.session.budget.node();
    switch (node.type) {
      case 'Command':
        return this.simple(node, scope, spot);
      case 'AndOr':
        return this.andOr(node, scope, spot);
      case 'Pipeline':
        return this.pipeline(node, scope, spot);
      case 'CompoundList':
        return this.list(node, scope, spot);
      case 'BraceGroup':
        return this.list(node.body, scope, spot);
      case 'Subshell':
        return this.list(node.body, scope.fork(), { ...spot, spawns: spot.spawns + 1 });
      case 'If':
        return this.branches(node, scope, spot);
      case 'Case':
        return this.cases(node, scope, spot);
      case 'For':
      case 'Select':
        return this.each(node, scope, spot);
      case 'While':
        return this.loop([node.clause, node.body], scope, spot, (inside) => [
          this.list(node.clause, inside, spot),
          this.list(node.body, inside, spot),
        ]);
      case 'ArithmeticFor':
        for (const part of [node.initialize, node.test, node.update])
          if (part) this.inspect(part, scope, spot);
        return this.loop([node.body], scope, spot, (inside) => [this.list(node.body, inside, spot)]);
      case 'Function':
        scope.define(node.name.value, node);
        this.defined.set(node, { scope, spot });
        return NOTHING;
      case 'Coproc':
        return this.coprocess(node, scope, spot);
      case 'Redirected': {
        const { redirects, stdin } = this.redirections(node.redirects, scope, spot);
        const output = this.node(node.command, scope, { ...spot, stdin: stdin ?? spot.stdin });
        return this.redirected(redirects, output, scope, spot, spot.source.slice(node.pos, node.end));
      }
      case 'TestCommand':
      case 'ArithmeticCommand':
        this.inspect(node, scope, spot);
        return NOTHING;
    }
  }

  private andOr(node: AndOr, scope: Scope, spot: Spot): Feed {
    const outputs: Feed[] = [];
    let inside = scope;
    node.commands.forEach((command, at) => {
      // What follows `&&` knows that what stands before it ran; what follows `||` does not.
      if (at > 0 && (inside === scope || node.operators[at - 1] === '||')) {
        if (inside !== scope) scope.merge([inside], false);
        inside = scope.fork();
      }
      outputs.push(this.node(command, inside, spot));
    });
    if (inside !== scope) scope.merge([inside], false);
    return joined(outputs);
  }

  private pipeline(node: Pipeline, scope: Scope, spot: Spot): Feed {
    for (const _ of node.prefixes) this.session.budget.node();
    const [only] = node.commands;
    if (node.commands.length === 1) return this.node(only!, scope, spot);
    let stdin = spot.stdin;
    let before: readonly Word[] | undefined;
    for (const command of node.commands) {
      const here: Spot = { ...spot, stdin, nested: true, before, spawns: spot.spawns + 1 };
      const inside = scope.fork();
      stdin = this.node(command, inside, here);
      before = this.firstWords(command, inside, here);
    }
    return stdin;
  }

  /** The words of a simple command, for the one after it: what `find` lists, `xargs` gets. */
  private firstWords(node: CommandNode, scope: Scope, spot: Spot): readonly Word[] | undefined {
    if (node.type !== 'Command' || !node.name) return undefined;
    const name = node.name.value.split('/').at(-1)?.toLowerCase() ?? '';
    if (!/^g?(?:find|ls)$|^fd(?:find)?$/.test(name)) return undefined;
    // Its substitutions were looked into already.
    const quiet = new Expansion(
      { budget: this.session.budget, substitute: () => unknownFeed('program'), arithmetic: () => undefined },
      scope,
    );
    const words = node.suffix.filter((part): part is WordNode => part.type === 'Word');
    void spot;
    return [node.name, ...words].flatMap((word) => quiet.fields(word)[0] ?? []);
  }

  private branches(node: If, scope: Scope, spot: Spot): Feed {
    const outputs = [this.list(node.clause, scope, spot)];
    const forks: Scope[] = [];
    const branch = (body: CompoundList): void => {
      const inside = scope.fork();
      forks.push(inside);
      outputs.push(this.list(body, inside, spot));
    };
    branch(node.then);
    for (const elif of node.elif) {
      this.session.budget.node();
      outputs.push(this.list(elif.clause, scope, spot));
      branch(elif.then);
    }
    if (node.else) branch(node.else);
    scope.merge(forks, node.else !== undefined);
    return oneOf(outputs);
  }

  private cases(node: Case, scope: Scope, spot: Spot): Feed {
    this.expansion(scope, spot).values(node.word);
    const forks: Scope[] = [];
    const outputs: Feed[] = [];
    for (const item of node.items) {
      for (const pattern of item.pattern) this.expansion(scope, spot).values(pattern);
      const inside = scope.fork();
      forks.push(inside);
      outputs.push(this.list(item.body, inside, spot));
    }
    scope.merge(forks, false);
    return oneOf(outputs);
  }

  private each(node: For | Select, scope: Scope, spot: Spot): Feed {
    const expansion = this.expansion(scope, spot);
    const words = node.wordlist
      ? node.wordlist.flatMap((word) => expansion.fields(word).flat())
      : (scope.positional ?? [unknown('@')]);
    return this.loop([node.body], scope, spot, (inside) => {
      inside.set(node.name.value, words);
      return [this.list(node.body, inside, spot)];
    });
  }

  /** A body that runs any number of times: what it sets at its end, its start may see. */
  private loop(
    nodes: readonly SyntaxNode[],
    scope: Scope,
    spot: Spot,
    body: (inside: Scope) => readonly Feed[],
  ): Feed {
    const inside = scope.fork();
    for (const name of assignedNames(nodes, this.session.budget)) inside.blur(name);
    const outputs = body(inside);
    scope.merge([inside], false);
    void spot;
    const from = [...new Set(outputs.flatMap((feed) => feed.from))];
    return from.length > 0 ? { words: [], from } : NOTHING;
  }

  private coprocess(node: Coproc, scope: Scope, spot: Spot): Feed {
    this.node(node.body, scope.fork(), { ...spot, stdin: unknownFeed('program'), spawns: spot.spawns + 1 });
    return NOTHING;
  }

  private simple(node: Command, scope: Scope, spot: Spot): Feed {
    const expansion = this.expansion(scope, spot);
    const evidence = spot.source.slice(node.pos, node.end);
    const assigns: { name: string; values: readonly Word[] }[] = [];
    for (const part of node.prefix) {
      if (part.type !== 'Assignment') continue;
      const value = this.assignment(part, scope, spot, node.name === undefined);
      if (value) assigns.push({ name: part.name, values: value });
    }
    const { redirects, stdin } = this.redirections(node.redirects, scope, spot);
    const input = stdin ?? (spot.stdin === INPUT ? scope.input : undefined);
    const here = input ? { ...spot, stdin: input } : spot;
    if (stdin && node.name?.value === 'exec' && node.suffix.every(({ type }) => type !== 'Word'))
      scope.input = stdin;
    if (!node.name) {
      if (redirects.length > 0) this.redirected(redirects, here.stdin, scope, spot, evidence);
      // `$(<file)` prints the file.
      const read = redirects.find(({ operator }) => operator === '<');
      return read ? { words: [], from: ['file'], file: read.target } : NOTHING;
    }
    const words = [
      node.name,
      ...node.suffix.filter((part) => part.type === 'Word' || part.type === 'Assignment'),
    ];
    const choices = product(
      words.map((part) => (part.type === 'Word' ? expansion.fields(part) : this.declared(part, scope, spot))),
    );
    const outputs = choices.map((argv) => {
      if (argv.length === 0) return NOTHING;
      const given = assigns.map(({ name, values }) => ({ name, value: values[0]! }));
      return this.visit({ words: argv, assigns: given, redirects, evidence }, scope, here);
    });
    return this.redirected(redirects, oneOf(outputs), scope, spot, evidence, true);
  }

  /** @param lasting it is a variable from here on, rather than one of a single command */
  private assignment(
    part: Assignment,
    scope: Scope,
    spot: Spot,
    lasting: boolean,
  ): readonly Word[] | undefined {
    this.session.budget.node();
    const expansion = this.expansion(scope, spot);
    const { value, name } = part;
    if (part.index) expansion.values(part.index);
    if (value.type === 'ArrayValue') {
      const lists = product(value.elements.map((element) => expansion.fields(element)));
      if (!lasting) return undefined;
      const before = part.append ? scope.list(name) : [];
      if (lists.length === 1 && before) scope.setList(name, [...before, ...lists[0]!]);
      else scope.set(name, [unknown(name)]);
      return undefined;
    }
    const values = expansion.values(value);
    if (!lasting) return values;
    if (part.index) {
      const at = Number(part.index.value);
      const list = scope.list(name) ?? [];
      if (Number.isInteger(at) && at >= 0 && at <= list.length && values.length === 1)
        scope.setList(name, [...list.slice(0, at), values[0]!, ...list.slice(at + 1)]);
      else scope.set(name, [unknown(name)]);
    } else if (part.append) {
      const before = valuesOf(name, scope);
      if (before.length * values.length > MAX_CHOICES) scope.set(name, [unknown(name)]);
      else if (before.some((word) => word.text.length > 65_536))
        throw new Exceeded('it makes too long a value');
      else
        scope.set(
          name,
          before.flatMap((word) => values.map((more) => wordOf([...word.pieces, ...more.pieces]))),
        );
    } else scope.set(name, values);
    return values;
  }

  /** `export X=…`: the word that the builtin gets. */
  private declared(part: Assignment, scope: Scope, spot: Spot): readonly (readonly Word[])[] {
    const values = part.value.type === 'ArrayValue' ? undefined : this.assignment(part, scope, spot, false);
    if (!values) {
      this.assignment(part, scope, spot, true);
      return [[textWord(part.name)]];
    }
    const start = `${part.name}${part.append ? '+' : ''}=`;
    return values.map((value) => [wordOf([{ kind: 'text', text: start }, ...value.pieces])]);
  }

  private redirections(
    nodes: readonly Redirection[],
    scope: Scope,
    spot: Spot,
  ): { redirects: FoundRedirect[]; stdin: Feed | undefined } {
    const redirects: FoundRedirect[] = [];
    let stdin: Feed | undefined;
    for (const node of nodes) {
      this.session.budget.node();
      const expansion = this.expansion(scope, spot);
      const isInput = node.descriptor?.type !== 'FileDescriptor' || node.descriptor.value === 0;
      if (node.type === 'HereDoc') {
        const words = expansion.document(node.body);
        if (isInput) stdin = { words, from: ['program'] };
        continue;
      }
      if (!node.target) continue;
      const words = expansion.values(node.target);
      if (node.type === 'HereString') {
        if (isInput)
          stdin = {
            words: words.map((word) => wordOf([...word.pieces, { kind: 'text', text: '\n' }])),
            from: ['program'],
          };
        continue;
      }
      for (const target of words) {
        if (node.operator === '<&' && isInput && /^[1-9]/.test(target.text)) stdin = unknownFeed('program');
        if (/^[<>]&$/.test(node.operator) && /^(?:\d+-?|-)$/.test(target.text)) continue;
        redirects.push({ operator: node.operator, target });
        if (node.operator !== '<' || !isInput) continue;
        const content =
          target.pieces.length === 1 && target.pieces[0]!.kind === 'hole'
            ? target.pieces[0]!.hole.content
            : undefined;
        stdin = content ?? { words: [], from: ['file'], file: target };
      }
    }
    return { redirects, stdin };
  }

  /** What is left for the pipe once redirections took theirs; and which files they fill. */
  private redirected(
    redirects: readonly FoundRedirect[],
    output: Feed,
    scope: Scope,
    spot: Spot,
    evidence: string,
    reported = false,
  ): Feed {
    const targets = redirects.filter(({ operator }) => operator.includes('>'));
    for (const { operator, target } of targets)
      for (const cwd of scope.cwd) this.session.write(target, cwd, output, operator.includes('>>'));
    if (!reported && redirects.length > 0)
      this.visit({ words: [], assigns: [], redirects, evidence }, scope, spot);
    const content = targets
      .flatMap(({ target }) => target.pieces)
      .some((piece) => piece.kind === 'hole' && piece.hole.content);
    return targets.some(({ operator }) => operator !== '<>') && !content ? NOTHING : output;
  }

  /** Finds substitutions inside of expressions. */
  private inspect(root: SyntaxNode, scope: Scope, spot: Spot): void {
    const host = this.host(spot);
    const open: SyntaxNode[] = [root];
    while (open.length > 0) {
      const node = open.pop()!;
      this.session.budget.node();
      if (node.type === 'Word') this.expansion(scope, spot).values(node);
      else if (isSubstitution(node)) host.substitute(node, scope);
      else {
        if (node.type === 'ArithmeticWord') this.evaluated(node.value, scope, spot);
        guarded(() => forEachChild(node, (child) => open.push(child)));
      }
    }
  }

  /** A variable's value is itself evaluated in arithmetic: a subscript in it may run commands. */
  private evaluated(name: string, scope: Scope, spot: Spot): void {
    for (const { text } of scope.get(name) ?? [])
      if (/\$\(|`/.test(text))
        this.session.notes.push({
          rule: 'decoded_code',
          points: 70,
          effect: 'ask',
          text: `arithmetic evaluates the text of \`$${name}\``,
          step: spot.step,
          evidence: excerpt(text),
        });
  }

  private expansion(scope: Scope, spot: Spot): Expansion {
    return new Expansion(this.host(spot), scope);
  }

  private host(spot: Spot): ExpansionHost {
    return {
      budget: this.session.budget,
      substitute: (part, scope) => this.substitution(part, scope, spot),
      arithmetic: (part, scope) => this.inspect(expressionOf(part), scope, spot),
    };
  }

  private substitution(part: Substitution, scope: Scope, spot: Spot): Feed {
    const { text } = part;
    const output = this.session.attempt(spot, text, () => {
      this.session.budget.parse(text.length);
      const script = guarded(() => part.script);
      if (!script) throw new Exceeded('it has a substitution that cannot be read');
      const stdin =
        part.type === 'ProcessSubstitution' && part.operator === '>' ? unknownFeed('program') : spot.stdin;
      const inside = deeper({ ...spot, stdin, nested: true, spawns: spot.spawns + 1, before: undefined });
      return this.script(script, scope.fork(), inside);
    });
    return output ?? unknownFeed('program');
  }
}

/** An expression's own node would only name itself again. */
function expressionOf(node: SyntaxNode): SyntaxNode {
  return node.type === 'ArithmeticExpansion' && node.expression ? node.expression : node;
}

const isSubstitution = (node: SyntaxNode): node is Substitution =>
  node.type === 'CommandExpansion' ||
  node.type === 'ProcessSubstitution' ||
  node.type === 'ArithmeticCommandExpansion';

function deeper(spot: Spot): Spot {
  if (spot.depth >= MAX_DEPTH) throw new Exceeded('it nests too deeply');
  return { ...spot, depth: spot.depth + 1 };
}

/** One of several outputs, of which only the run knows which. */
function oneOf(outputs: readonly Feed[]): Feed {
  const some = outputs.filter((feed) => feed !== NOTHING);
  if (some.length < 2) return some[0] ?? NOTHING;
  const from = [...new Set(some.flatMap((feed) => feed.from))];
  const words = some.flatMap((feed) => feed.words);
  return some.every((feed) => feed.words.length > 0) && words.length <= MAX_CHOICES
    ? { words, from }
    : { words: [], from };
}

export const startSpot = (step: number | undefined): Spot => ({
  step,
  via: [],
  depth: 0,
  spawns: 0,
  stdin: INPUT,
  source: '',
  line: 0,
  calls: [],
});
