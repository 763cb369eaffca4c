import type { Command } from 'commander';
import { connectControl } from '#runtime/control/control-client.ts';
import { requireHome } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { openInBrowser } from '../open-in-browser.ts';

export function define(command: Command, context: CliContext): void {
  command
    .option('--print', 'only print the link')
    .addHelpText(
      'after',
      '\nThe link signs in once and is good for two minutes.\n\nExamples:\n  luka open\n  luka open --print',
    )
    .action(async (options: { print?: boolean }) => {
      const { terminal } = context;
      const control = await connectControl(await requireHome(context.home()));
      const link = await control.link().finally(() => control.close());
      const opened = options.print !== true && (await openInBrowser(link.url, context.env));
      if (context.json()) return terminal.json({ ...link, opened });
      await terminal.print(link.url);
      if (options.print === true) return;
      await terminal.note(
        opened
          ? 'opened in the browser'
          : 'there is no browser to open here: open this link yourself, within two minutes',
      );
    });
}
