import { lostCommands } from '../command-places.ts';
import type { LintRule } from '../rule.ts';

export const commandMissing: LintRule = {
  code: 'command_missing',
  severity: 'error',
  what: 'a bare command that is neither on PATH nor where programs of a Mac are',
  explanation: 'What is not found is not run: the shell ends with 127, and env, too.',
  source: 'execvp(3); sh(1), EXIT STATUS',
  fixes: false,
  check: async ({ job }, facts) =>
    (await lostCommands(job, facts))
      .filter(({ folder }) => folder === undefined)
      .map(({ name, path }) => ({
        message: `there is no ${name} on its PATH`,
        remedy: 'install it, or add its folder to PATH',
        path,
      })),
};
