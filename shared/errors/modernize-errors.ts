import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

/** CommonJS files on their way to being ES modules. */
export const MODERNIZE_ERRORS = {
  modernize_source: {
    http: 400,
    exit: EXIT.noInput,
    message: 'there is nothing there that can be modernized',
    remedy: 'give a `.cjs` or CommonJS `.js` file, or a folder with some',
  },
  modernize_refused: {
    http: 400,
    exit: EXIT.dataError,
    message: 'a file cannot be converted as it is',
    remedy: 'change what is named there, and modernize again',
  },
  modernize_too_long: {
    http: 400,
    exit: EXIT.dataError,
    message: 'the text takes too long to be converted',
    remedy: 'make it smaller: what a bundler made is better converted from its sources',
  },
} as const satisfies Record<string, ErrorEntry>;
