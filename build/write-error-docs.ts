/** Writes docs/errors.md from the catalogue: `node build/write-error-docs.ts`. */
import { writeFileSync } from 'node:fs';
import { ERRORS } from '#shared/errors/catalogue.ts';

const rows = Object.entries(ERRORS).map(
  ([code, { http, exit, message, remedy }]) => `| \`${code}\` | ${http} | ${exit} | ${message} | ${remedy} |`,
);
writeFileSync(
  new URL('../docs/errors.md', import.meta.url),
  `# Errors

Every error is written \`code: what is wrong; what to do\`. Here is each code with its HTTP status, the exit code of the
\`luka\` command, what it means where nothing more exact is said, and what helps. Exit codes from 64 up follow sysexits(3);
below that they are a followed run's own.

| code | HTTP | exit | what is wrong | what to do |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`,
);
