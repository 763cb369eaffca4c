/** A text that is no CommonJS: an ES module already, or no valid program. */
import { parse } from 'acorn';
import type { Finding } from '#shared/nouns/finding.ts';

export function parseFault(error: SyntaxError, text: string, file: string): Finding {
  const { loc } = error as SyntaxError & { loc?: { line: number; column: number } };
  const place = { file, line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1, severity: 'error' } as const;
  if (isModule(text))
    return {
      ...place,
      code: 'modernize_is_module',
      message: 'it is an ES module already',
      remedy: 'nothing: name it .mjs',
    };
  const message = `it is no valid program: ${error.message.replace(/ \(\d+:\d+\)$/, '')}`;
  return { ...place, code: 'modernize_syntax', message, remedy: 'mend it there' };
}

function isModule(text: string): boolean {
  try {
    parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
