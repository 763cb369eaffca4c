import { z } from 'zod';
import { Adoption, GivenBack } from '../nouns/adoption.ts';
import { endpoint } from './endpoint.ts';

/** Labels of the person's agents, absolute paths of plists, or of folders of them. */
const Agents = z.array(z.string().min(1).max(1_024)).min(1).max(500);
const answer = z.strictObject({ adoptions: z.array(Adoption) });

export const adoptionEndpoints = {
  previewAdoption: endpoint({
    method: 'POST',
    path: '/api/v1/adoptions/preview',
    scope: 'agents:manage',
    summary: 'What agents would become as tasks, and what would change in how they behave.',
    body: z.strictObject({ agents: Agents }),
    response: answer,
    errors: ['agent_unknown', 'file_unreadable'],
  }),
  adoptAgents: endpoint({
    method: 'POST',
    path: '/api/v1/adoptions',
    scope: 'agents:manage',
    summary: 'Makes agents tasks and disables them, so that nothing runs twice; each is done, or undone.',
    body: z.strictObject({ agents: Agents }),
    response: answer,
    errors: ['agent_unknown', 'file_unreadable', 'ledger_unavailable', 'disk_full'],
  }),
  giveBackAgent: endpoint({
    method: 'POST',
    path: '/api/v1/adoptions/:task/give-back',
    scope: 'agents:manage',
    summary: 'Ends an adopted task and lets launchd have its agent again.',
    params: z.strictObject({ task: z.string().min(1).max(200) }),
    body: z.strictObject({}),
    response: GivenBack,
    errors: [
      'adoption_unknown',
      'adoption_busy',
      'adoption_stuck',
      'agent_busy',
      'agent_read_only',
      'agent_exists',
      'launchd_absent',
      'ledger_unavailable',
    ],
  }),
} as const;
