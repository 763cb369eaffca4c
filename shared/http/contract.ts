/** The whole HTTP contract: server routes, the typed client and the OpenAPI document are made from this one object. */
import { agentChangeEndpoints } from './agent-changes.ts';
import { agentEndpoints } from './agents.ts';
import { deployEndpoints } from './deploy.ts';
import { adoptionEndpoints } from './adoption.ts';
import { assistantEndpoints } from './assistant.ts';
import { doctorEndpoints } from './doctor.ts';
import { housekeepingEndpoints } from './housekeeping.ts';
import { insightEndpoints } from './insights.ts';
import { knowledgeEndpoints } from './knowledge.ts';
import { legacyEndpoints } from './legacy.ts';
import { logEndpoints } from './logs.ts';
import { memoryEndpoints } from './memory.ts';
import { notifyEndpoints } from './notify.ts';
import { modernizeEndpoints } from './modernize.ts';
import { orderEndpoints } from './orders.ts';
import { powerEndpoints } from './power.ts';
import { promptEndpoints } from './prompts.ts';
import { reportEndpoints } from './reports.ts';
import { runEndpoints } from './runs.ts';
import { safetyEndpoints } from './safety.ts';
import { scheduleEndpoints } from './schedule.ts';
import { serviceEndpoints } from './services.ts';
import { sessionEndpoints } from './session.ts';
import { systemEndpoints } from './system.ts';
import { taskEndpoints } from './tasks.ts';

export const contract = {
  ...systemEndpoints,
  ...sessionEndpoints,
  ...taskEndpoints,
  ...runEndpoints,
  ...logEndpoints,
  ...orderEndpoints,
  ...scheduleEndpoints,
  ...safetyEndpoints,
  ...agentEndpoints,
  ...agentChangeEndpoints,
  ...serviceEndpoints,
  ...powerEndpoints,
  ...deployEndpoints,
  ...modernizeEndpoints,
  ...adoptionEndpoints,
  ...knowledgeEndpoints,
  ...memoryEndpoints,
  ...assistantEndpoints,
  ...promptEndpoints,
  ...reportEndpoints,
  ...housekeepingEndpoints,
  ...notifyEndpoints,
  ...insightEndpoints,
  ...doctorEndpoints,
  ...legacyEndpoints,
} as const;

export type Contract = typeof contract;
export type EndpointName = keyof Contract;
/** Endpoints that answer once, with JSON. */
export type CallName = {
  [K in EndpointName]: Contract[K] extends { kind: 'stream' } ? never : K;
}[EndpointName];
export type StreamName = Exclude<EndpointName, CallName>;
