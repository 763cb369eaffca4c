/** docs/cli.md, from commander's own tree: every command with its arguments, options and examples. */
import type { Command } from 'commander';
import { captureTerminal } from '#cli/captured-terminal.ts';
import { commandTree, type CommandNode } from '#cli/completion/command-tree.ts';
import { createProgram } from '#cli/program.ts';

export async function writeCliReference(): Promise<string> {
  const { terminal, text } = captureTerminal();
  const program = await createProgram({ words: 'all', env: {}, terminal }, () => undefined);
  const tree = commandTree(program);
  const groups = new Map<string, CommandNode[]>();
  for (const node of tree.commands) {
    const command = program.commands.find((one) => one.name() === node.name) as Command;
    const group = command.helpGroup().replace(/:$/, '');
    groups.set(group, [...(groups.get(group) ?? []), node]);
  }
  const shown = [...groups].map(
    ([group, nodes]) =>
      `**${group}**: ${nodes.map(({ name, path }) => `[\`${name}\`](#${anchorOf(path)})`).join(', ')}`,
  );
  const sections = [...groups].map(
    ([group, nodes]) =>
      `## ${group}\n\n${nodes.flatMap((node) => commandTexts(node, program, text)).join('\n')}`,
  );
  return `# The command line

\`luka <command> --help\` says the same as this page, which is made of it. Every command takes \`--json\` and answers one JSON document,
or one line an event where it follows something; \`--home <folder>\` (or \`LUKA_HOME\`) names another Luka. Exit codes that scripts
can use: [errors.md](errors.md). [Completions for your shell](completions.md).

${shown.join('\\\n')}

${sections.join('\n')}`;
}

function anchorOf(path: string): string {
  return path.replaceAll(' ', '-');
}

function commandTexts(node: CommandNode, program: Command, written: (channel: 'out') => string): string[] {
  const command = node.path
    .split(' ')
    .slice(1)
    .reduce((at, name) => at.commands.find((child) => child.name() === name) as Command, program);
  return [
    commandText(node, command, written),
    ...node.commands.flatMap((child) => commandTexts(child, program, written)),
  ];
}

function commandText(node: CommandNode, command: Command, written: (channel: 'out') => string): string {
  const usage = [
    node.path,
    ...(node.options.length > 0 ? ['[options]'] : []),
    ...node.args.map((one) => one.written),
  ];
  const { words, examples } = afterText(command, written);
  const rows = [
    ...node.args.map((one) => [one.written, one.summary] as const),
    ...node.options.map(
      (one) => [one.written, one.summary + (one.default === undefined ? '' : ` (${one.default})`)] as const,
    ),
  ].map(([name, summary]) => `| \`${cell(name)}\` | ${cell(summary)} |`);
  const aliases = node.aliases.map((alias) => `\`${alias}\``).join(', ');
  return [
    `### ${node.path}\n`,
    `${sentence(node.summary)}${aliases === '' ? '' : ` Also: ${aliases}.`}\n`,
    `\`\`\`text\n${usage.join(' ')}${node.commands.length > 0 ? ' [command]' : ''}\n\`\`\`\n`,
    ...(rows.length === 0 ? [] : [`| | |\n| --- | --- |\n${rows.join('\n')}\n`]),
    ...(words === '' ? [] : [`\`\`\`text\n${words}\n\`\`\`\n`]),
    ...(examples === '' ? [] : [`\`\`\`sh\n${examples}\n\`\`\`\n`]),
  ].join('\n');
}

/** What `addHelpText('after', …)` adds: commander gives it only by writing help out, behind its own. */
function afterText(
  command: Command,
  written: (channel: 'out') => string,
): { words: string; examples: string } {
  const before = written('out').length;
  command.outputHelp();
  const after = written('out').slice(before + command.helpInformation().length);
  const [words = '', examples = ''] = after.split(/^Examples?:\n/m);
  return { words: words.trim(), examples: examples.replaceAll(/^ {2}/gm, '').trim() };
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
