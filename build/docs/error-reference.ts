/** docs/errors.md: every code, what it means and what helps, each with an address of its own. */
import { ERRORS } from '#shared/errors/catalogue.ts';
import { EXIT } from '#shared/errors/exit-codes.ts';
import type { ErrorEntry } from '#shared/errors/error-entry.ts';

export function writeErrorReference(): string {
  const codes = (Object.entries(ERRORS) as [string, ErrorEntry][]).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = Object.fromEntries(Object.entries(EXIT).map(([name, code]) => [String(code), name]));
  return `# Errors

Every error is written \`code: what is wrong; what to do\`, by the CLI, the API and the page alike. Here is each code with what it means
where nothing more exact is said, and what helps. You see something and have no code? [Troubleshooting](troubleshooting.md) goes by
what you see.

Exit codes of \`luka\` from 64 up follow sysexits(3); below that they are a followed run's own.

| exit | codes |
| --- | --- |
${exitRows(codes, names)}

${codes.map(([code, entry]) => errorText(code, entry)).join('\n')}`;
}

function exitRows(codes: readonly [string, ErrorEntry][], names: Readonly<Record<string, string>>): string {
  const exits = [...new Set(codes.map(([, { exit }]) => exit))].sort((a, b) => a - b);
  return exits
    .map((exit) => {
      const own = codes.filter(([, entry]) => entry.exit === exit).map(([code]) => `[\`${code}\`](#${code})`);
      return `| ${exit} (${names[String(exit)] ?? ''}) | ${own.join(', ')} |`;
    })
    .join('\n');
}

function errorText(code: string, { http, exit, message, remedy }: ErrorEntry): string {
  return `## ${code}

${sentence(message)} HTTP ${http}, exit code ${exit}.

**What to do:** ${remedy}.
`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
