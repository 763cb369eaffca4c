/** Writes every page of the docs that is made and not written: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED } from './docs/generated.ts';
import { ROOT } from './docs/pages.ts';

for (const [file, write] of Object.entries(GENERATED)) writeFileSync(join(ROOT, file), await write());
