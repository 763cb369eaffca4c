/** `luka completion`: a script that makes a shell finish words, made of this very command line. */
import { Argument, type Command } from 'commander';
import { bashScript } from '../completion/bash-script.ts';
import { commandTree } from '../completion/command-tree.ts';
import { factsOf, type Facts } from '../completion/facts.ts';
import { fishScript } from '../completion/fish-script.ts';
import { zshScript } from '../completion/zsh-script.ts';
import type { CliContext } from '../context.ts';

const SCRIPTS: Readonly<Record<string, (facts: Facts) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export function define(command: Command, context: CliContext): void {
  command
    .addArgument(new Argument('<shell>', 'which one').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      '\nThe script knows every command and option; ids of tasks, runs, agents and approvals come from the running Luka.\n' +
        'Write it anew after an update. With --json: {"shell","script"}.\n' +
        '\nExamples:\n' +
        '  luka completion bash > ~/.local/share/bash-completion/completions/luka\n' +
        '  luka completion zsh > "${fpath[1]}/_luka"\n' +
        '  luka completion fish > ~/.config/fish/completions/luka.fish',
    )
    .action(async (shell: string) => {
      const program = command.parent;
      const write = SCRIPTS[shell];
      if (program === null || write === undefined) throw new TypeError(`no script for ${shell}`);
      const script = write(factsOf(commandTree(program)));
      await (context.json()
        ? context.terminal.json({ shell, script })
        : context.terminal.write('out', script));
    });
}
