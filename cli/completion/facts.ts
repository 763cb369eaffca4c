/** What the three scripts know of the command line, as lists that each shell writes in its own way. */
import {
  allCommands,
  type ArgumentNode,
  type CommandNode,
  type OptionNode,
  type ValueKind,
} from './command-tree.ts';

export interface Facts {
  /** The word after a path that leads on, and where to: `luka task` + `ls` is `luka task list`. */
  readonly ways: readonly { readonly from: string; readonly word: string; readonly to: string }[];
  /** What may be written at a path that has commands of its own. */
  readonly words: readonly { readonly path: string; readonly words: readonly Described[] }[];
  readonly options: readonly { readonly path: string; readonly flags: readonly Described[] }[];
  /** Options that take a value. */
  readonly values: readonly { readonly path: string; readonly flag: string; readonly value: ValueKind }[];
  /** Arguments by their place, from 0 on; `last` for the one that may be repeated. */
  readonly args: readonly {
    readonly path: string;
    readonly place: number | 'last';
    readonly value: ValueKind;
  }[];
}

export interface Described {
  readonly word: string;
  readonly summary: string;
}

/** @param root as `commandTree` reads it: its own options are taken by every command */
export function factsOf(root: CommandNode): Facts {
  const commands = allCommands(root);
  const helped: OptionNode = { flags: ['-h', '--help'], written: '-h, --help', summary: 'how it is used' };
  const shared = [...root.options.filter(({ flags }) => !flags.includes('--version')), helped];
  const optionsOf = (node: CommandNode) =>
    node === root ? [...root.options, helped] : [...node.options, ...shared];
  return {
    ways: commands.flatMap((node) =>
      node.commands.flatMap((child) =>
        [child.name, ...child.aliases].map((word) => ({ from: node.path, word, to: child.path })),
      ),
    ),
    words: commands
      .filter(({ commands: own }) => own.length > 0)
      .map(({ path, commands: own }) => ({
        path,
        words: own.map(({ name, summary }) => ({ word: name, summary })),
      })),
    options: commands.map((node) => ({
      path: node.path,
      flags: optionsOf(node).flatMap(({ flags, summary }) => flags.map((word) => ({ word, summary }))),
    })),
    values: commands.flatMap((node) =>
      optionsOf(node).flatMap(({ flags, value }) =>
        value === undefined ? [] : flags.map((flag) => ({ path: node.path, flag, value })),
      ),
    ),
    args: commands.flatMap(({ path, args }) =>
      args.flatMap((argument, place) => placesOf(path, argument, place)),
    ),
  };
}

function placesOf(path: string, { value, variadic }: ArgumentNode, place: number): Facts['args'] {
  if (value === 'any') return [];
  return [{ path, place: variadic ? ('last' as const) : place, value }];
}
