/** Writes docs/errors.md from the catalogue: `node build/write-error-docs.ts`. */
import { writeFileSync } from 'node:fs';
import { writeErrorReference } from './docs/error-reference.ts';

writeFileSync(new URL('../docs/errors.md', import.meta.url), writeErrorReference());
