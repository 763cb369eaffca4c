import { z } from 'zod';
import { FilledPrompt, Prompt, PromptName, SessionReport, SessionReportRequest } from '../nouns/prompt.ts';
import { endpoint } from './endpoint.ts';

const ByName = z.strictObject({ prompt: PromptName });

export const promptEndpoints = {
  listPrompts: endpoint({
    method: 'GET',
    path: '/api/v1/prompts',
    summary: 'Prompts for hand-offs: those that came with Luka, and the files of the folder prompts.',
    response: z.strictObject({ prompts: z.array(Prompt) }),
    errors: [],
  }),
  fillPrompt: endpoint({
    method: 'POST',
    path: '/api/v1/prompts/:prompt/fill',
    summary: 'A prompt with its variables filled from the state and from what is given.',
    scope: 'context:read',
    params: ByName,
    body: z.strictObject({ values: z.record(z.string(), z.string().max(50_000)).default({}) }),
    response: FilledPrompt,
    errors: ['prompt_unknown', 'knowledge_unavailable'],
  }),
  savePrompt: endpoint({
    method: 'PUT',
    path: '/api/v1/prompts/:prompt',
    summary: 'Keep a prompt of one’s own; it goes before one of the same name that came with Luka.',
    scope: 'admin',
    params: ByName,
    body: z.strictObject({
      title: z.string().trim().min(1).max(200),
      description: z.string().max(1_000).default(''),
      text: z.string().min(1).max(100_000),
    }),
    response: Prompt,
    errors: ['disk_full'],
  }),
  reportSession: endpoint({
    method: 'POST',
    path: '/api/v1/reports/session',
    summary: 'Write the report of a session into reports/, from runs, audit and notes.',
    scope: 'memory:write',
    body: SessionReportRequest,
    response: SessionReport,
    status: 201,
    errors: ['knowledge_unavailable', 'disk_full'],
  }),
} as const;
