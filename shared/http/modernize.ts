import { z } from 'zod';
import { MODERNIZE_LONGEST, ModernizedText } from '../nouns/modernize.ts';
import { endpoint } from './endpoint.ts';

export const modernizeEndpoints = {
  modernizeText: endpoint({
    method: 'POST',
    path: '/api/v1/modernize',
    summary:
      'The text of a CommonJS file as an ES module, with what could not be converted and why. Nothing is run, written or looked up on the disk.',
    scope: 'context:read',
    body: z.strictObject({
      text: z.string().min(1).max(MODERNIZE_LONGEST),
      /** As findings and the difference name it. */
      file: z.string().min(1).max(1_024).default('module.cjs'),
    }),
    response: ModernizedText,
    errors: ['modernize_too_long'],
  }),
};
