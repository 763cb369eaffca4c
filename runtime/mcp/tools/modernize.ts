/** CommonJS as ES modules: what a module of Luka has to be. */
import { z } from 'zod';
import { Finding } from '#shared/nouns/finding.ts';
import { MODERNIZE_LONGEST, MODERNIZE_VERDICTS, ModernizedExports } from '#shared/nouns/modernize.ts';
import { defineTool, READS } from '../tool.ts';

export const modernize = defineTool({
  name: 'modernize',
  title: 'CommonJS to an ES module',
  description:
    'Converts the text of a CommonJS file and reports what could not be converted, with line, column, reason and what to do. Only the text is looked at: nothing is run, written or looked up, so names of packages are taken for CommonJS, and said to be. Check the result with validate_module; luka modernize <file> on the command line also resolves names and compares what both files export.',
  scope: 'context:read',
  hints: READS,
  input: z.object({
    text: z.string().min(1).max(MODERNIZE_LONGEST).describe('The whole text of a .cjs or CommonJS .js file.'),
    file: z.string().min(1).max(1_024).optional().describe('Its name, for the report and the diff.'),
  }),
  output: z.object({
    verdict: z.enum(MODERNIZE_VERDICTS).describe('refused: an error among the findings says why.'),
    code: z.string().optional().describe('The module; missing where it is refused.'),
    diff: z.string().optional(),
    exports: z.object(ModernizedExports.shape).optional(),
    becameStrict: z.boolean(),
    findings: z.array(z.object(Finding.shape)),
  }),
  call: ({ text, file }, { luka }) =>
    luka.modernizeText({ body: { text, ...(file === undefined ? {} : { file }) } }),
});
