import { z } from 'zod';
import { LukaEvent } from '../nouns/event.ts';
import { Overview, SystemStatus } from '../nouns/system.ts';
import { Settings, SettingsPatch } from '../nouns/settings.ts';
import { endpoint } from './endpoint.ts';

export const systemEndpoints = {
  healthz: endpoint({
    method: 'GET',
    path: '/healthz',
    summary: 'Liveness, and nothing else.',
    response: z.strictObject({ ok: z.literal(true) }),
    public: true,
    errors: [],
  }),
  legacyStatus: endpoint({
    method: 'GET',
    path: '/status',
    summary: 'Status under its old name.',
    response: SystemStatus,
    errors: [],
  }),
  capabilities: endpoint({
    method: 'GET',
    path: '/capabilities',
    summary: 'What this Luka can do: step kinds, triggers, legacy skills, endpoints.',
    response: z.strictObject({
      name: z.literal('luka'),
      version: z.string(),
      host: z.enum(['headless', 'desktop']),
      steps: z.array(z.string()),
      skills: z.array(z.string()),
      triggers: z.array(z.string()),
      allowedRoots: z.array(z.string()),
      shell: z.string(),
      endpoints: z.array(z.string()),
    }),
    errors: [],
  }),
  getStatus: endpoint({
    method: 'GET',
    path: '/api/v1/status',
    summary: 'Who is running, since when, where, and how much there is to do.',
    response: SystemStatus,
    errors: [],
  }),
  getOverview: endpoint({
    method: 'GET',
    path: '/api/v1/overview',
    summary: 'What runs, what failed, what is next.',
    response: Overview,
    errors: [],
  }),
  streamEvents: endpoint({
    method: 'GET',
    path: '/api/v1/events',
    summary: 'Every event in order. Resumes after Last-Event-ID (or `after`) without gaps or repeats.',
    query: z.strictObject({ after: z.coerce.number<number | string>().int().min(0).optional() }),
    response: LukaEvent,
    kind: 'stream',
    errors: [],
  }),
  getSettings: endpoint({
    method: 'GET',
    path: '/api/v1/settings',
    summary: 'The settings in force.',
    response: Settings,
    errors: [],
  }),
  updateSettings: endpoint({
    method: 'PATCH',
    path: '/api/v1/settings',
    summary: 'Change settings. Ports take effect at the next start.',
    body: SettingsPatch,
    response: Settings,
    errors: ['settings_invalid', 'model_folder_invalid', 'disk_full'],
  }),
  openapi: endpoint({
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This contract as an OpenAPI 3.1 document.',
    response: z.record(z.string(), z.unknown()),
    errors: [],
  }),
} as const;
