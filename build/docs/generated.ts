/** The pages that are made and not written: what each should say now. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentRulesText } from '../agent-rules.ts';
import { writeApiReference } from './api-reference.ts';
import { writeCliReference } from './cli-reference.ts';
import { writeErrorReference } from './error-reference.ts';
import { withAllPages } from './index-page.ts';
import { ROOT } from './pages.ts';
import { writeTaskReference } from './task-reference.ts';

/** By file; the list of pages last, for it reads the others. */
export const GENERATED: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/errors.md': writeErrorReference,
  'docs/agents-rules.md': agentRulesText,
  'docs/task-reference.md': writeTaskReference,
  'docs/cli.md': writeCliReference,
  'docs/api.md': writeApiReference,
  'docs/README.md': () => withAllPages(readFileSync(join(ROOT, 'docs/README.md'), 'utf8')),
};
