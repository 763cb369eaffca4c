import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ERRORS } from '#shared/errors/catalogue.ts';

it('docs/errors.md lists exactly the codes of the catalogue, with their status and exit code', () => {
  const text = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z_]+)` \| (\d+) \| (\d+) \| (.+?) \| (.+?) \|$/gm)].map(
    ([, code, http, exit, message, remedy]) => ({
      code,
      http: Number(http),
      exit: Number(exit),
      message,
      remedy: remedy?.replaceAll('\\|', '|'),
    }),
  );
  expect(rows).toEqual(
    Object.entries(ERRORS).map(([code, { http, exit, message, remedy }]) => ({
      code,
      http,
      exit,
      message,
      remedy,
    })),
  );
});
