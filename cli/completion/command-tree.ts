/** The whole command line as plain data, read from commander: what completion and the command reference are made of. */
import type { Argument, Command, Option } from 'commander';

/** What a word of the command line may be. */
export type ValueKind =
  | { readonly choices: readonly string[] }
  /** Asked of the running Luka. */
  | { readonly of: AskedKind }
  | { readonly path: 'file' | 'folder' }
  | 'any';

/** What a running Luka can be asked for. */
export const ASKED_KINDS = ['task', 'run', 'agent', 'approval', 'service'] as const;
export type AskedKind = (typeof ASKED_KINDS)[number];

export interface OptionNode {
  /** `-f` and `--follow`, short one first. */
  readonly flags: readonly string[];
  /** As help writes it: `-f, --follow`. */
  readonly written: string;
  readonly summary: string;
  /** Absent where the option takes none. */
  readonly value?: ValueKind;
  readonly default?: string;
}

export interface ArgumentNode {
  /** As help writes it: `<task>`, `[words...]`. */
  readonly written: string;
  readonly summary: string;
  readonly value: ValueKind;
  readonly variadic: boolean;
}

export interface CommandNode {
  /** `luka task new`. */
  readonly path: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly options: readonly OptionNode[];
  readonly args: readonly ArgumentNode[];
  readonly commands: readonly CommandNode[];
}

/** Names of arguments and of options' values that say what stands there. */
const KINDS: Readonly<Record<string, ValueKind>> = {
  task: { of: 'task' },
  run: { of: 'run' },
  agent: { of: 'agent' },
  label: { of: 'agent' },
  approval: { of: 'approval' },
  file: { path: 'file' },
  path: { path: 'file' },
  out: { path: 'file' },
  folder: { path: 'folder' },
};

/** @param program with every command loaded */
export function commandTree(program: Command): CommandNode {
  return nodeOf(program, program.name());
}

function nodeOf(command: Command, path: string): CommandNode {
  return {
    path,
    name: command.name(),
    aliases: command.aliases(),
    summary: command.description(),
    options: command.options.filter(({ hidden }) => !hidden).map((option) => optionNode(option, path)),
    args: command.registeredArguments.map((argument) => argumentNode(argument, path)),
    // Hidden ones are for programs; commander says so in no other place.
    commands: command
      .createHelp()
      .visibleCommands(command)
      .filter((child) => child.name() !== 'help')
      .map((child) => nodeOf(child, `${path} ${child.name()}`)),
  };
}

function optionNode(option: Option, path: string): OptionNode {
  const takesValue = option.required || option.optional;
  const name = /[<[]([\w-]+)/.exec(option.flags)?.[1] ?? '';
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    written: option.flags,
    summary: option.description,
    ...(takesValue ? { value: kindOf(name, option.argChoices, path) } : {}),
    ...(option.defaultValue === undefined || option.defaultValue === false
      ? {}
      : { default: option.defaultValueDescription ?? JSON.stringify(option.defaultValue) }),
  };
}

function argumentNode(argument: Argument, path: string): ArgumentNode {
  const name = argument.name();
  const written = `${name}${argument.variadic ? '...' : ''}`;
  return {
    written: argument.required ? `<${written}>` : `[${written}]`,
    summary: argument.description,
    value: kindOf(name, argument.argChoices, path),
    variadic: argument.variadic,
  };
}

function kindOf(name: string, choices: readonly string[] | undefined, path: string): ValueKind {
  if (choices !== undefined && choices.length > 0) return { choices };
  if (name === 'task' && path.startsWith('luka service')) return { of: 'service' };
  return KINDS[name] ?? 'any';
}

/** Every command of the tree, the program itself first. */
export function allCommands(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(allCommands)];
}
