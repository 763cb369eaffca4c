/** The API's server and the UI's server: the same routes and guards, two ports. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { LukaError } from '#shared/errors/luka-error.ts';
import { systemClock } from '../clock.ts';
import type { Principal } from '../governance/clients/principal.ts';
import { createServer } from './create-server.ts';
import { hostNames, originNames } from './guards.ts';
import type { Handlers } from './handlers.ts';
import { mountMcp } from '../mcp/mount-mcp.ts';
import { mountMetrics, timeAnswers } from './metrics-route.ts';
import { listen } from './listen.ts';
import { deployHandlers } from './routes/deploy.ts';
import { doctorHandlers } from './routes/doctor.ts';
import { housekeepingHandlers } from './routes/housekeeping.ts';
import { insightHandlers } from './routes/insights.ts';
import { knowledgeHandlers } from './routes/knowledge.ts';
import { notifyHandlers } from './routes/notify.ts';
import { modernizeHandlers } from './routes/modernize.ts';
import { orderHandlers } from './routes/orders.ts';
import { runHandlers } from './routes/runs.ts';
import { agentHandlers } from './routes/agents.ts';
import { assistantHandlers } from './routes/assistant.ts';
import { legacyHandlers } from './routes/legacy.ts';
import { logHandlers } from './routes/logs.ts';
import { memoryHandlers } from './routes/memory.ts';
import { powerHandlers } from './routes/power.ts';
import { promptHandlers } from './routes/prompts.ts';
import { reportHandlers } from './routes/reports.ts';
import { safetyHandlers } from './routes/safety.ts';
import { scheduleHandlers } from './routes/schedule.ts';
import { adoptionHandlers } from './routes/adoption.ts';
import { serviceHandlers } from './routes/services.ts';
import { knowledgeSearchHandlers } from './routes/knowledge-search.ts';
import { sessionHandlers } from './routes/session.ts';
import { systemHandlers } from './routes/system.ts';
import { taskHandlers } from './routes/tasks.ts';
import { httpFetch } from '../control/http-fetch.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';
import { OpenStreams } from './sse.ts';
import { serveUiFiles } from './ui-files.ts';

export interface ServersOptions {
  readonly services: Services;
  /** Resolves when the engine works; requests for more than liveness wait for it. */
  readonly ready: Promise<void>;
  readonly apiPort: number;
  readonly uiPort: number;
  readonly portAuto: boolean;
  readonly uiRoot: string;
  readonly onError: (error: unknown, context: string) => void;
}

export interface Servers {
  readonly apiPort: number;
  readonly uiPort: number;
  /** Ends streams, then the servers. */
  stop(): Promise<void>;
}

export function createHandlers(services: Services, streams: OpenStreams): Handlers {
  return {
    ...systemHandlers(services, streams),
    ...sessionHandlers(services),
    ...taskHandlers(services),
    ...runHandlers(services, streams),
    ...logHandlers(services, streams),
    ...orderHandlers(services),
    ...scheduleHandlers(services),
    ...safetyHandlers(services),
    ...agentHandlers(services),
    ...serviceHandlers(services),
    ...powerHandlers(services),
    ...deployHandlers(services),
    ...modernizeHandlers(),
    ...adoptionHandlers(services),
    ...knowledgeSearchHandlers(services),
    ...memoryHandlers(services),
    ...assistantHandlers(services, streams),
    ...promptHandlers(services),
    ...reportHandlers(services),
    ...legacyHandlers(services),
    ...knowledgeHandlers(services),
    ...housekeepingHandlers(services),
    ...notifyHandlers(services),
    ...insightHandlers(services),
    ...doctorHandlers(services),
  };
}

/** @throws LukaError port_in_use; nothing stays open then */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const streams = new OpenStreams();
  const handlers = createHandlers(options.services, streams);
  const limit = options.services.safety.limit;
  const ports = { api: options.apiPort, ui: options.uiPort };
  const make = (which: 'api' | 'ui'): FastifyInstance => {
    const names = once(() => ({
      hosts: new Set(hostNames(ports[which])),
      origins: new Set(originNames(ports[which])),
    }));
    const app = createServer({
      handlers,
      identify: (token) => options.services.sessions.identify(token),
      count: (principal) => countRequest(limit, principal),
      onRefused: (code, by) => options.services.safety.refusals.note(code, by?.actor),
      hosts: () => names().hosts,
      origins: () => names().origins,
      onError: (error, request) =>
        options.onError(error, `${request.method} ${request.url.split('?', 1)[0]}`),
    });
    timeAnswers(app, options.services.metrics);
    app.addHook('preHandler', async (request) => {
      const { endpoint } = request.routeOptions.config ?? {};
      if (endpoint && !(endpoint.public && endpoint.method === 'GET')) await options.ready;
    });
    return app;
  };
  const api = make('api');
  mountMetrics(api, options.services.metrics);
  const endMcp = mountMcp(api, {
    ready: options.ready,
    apiUrl: () => `http://127.0.0.1:${ports.api}`,
    fetch: httpFetch,
    onEvent: (listener) => options.services.store.onEvent(listener),
    onError: (error) => options.onError(error, 'mcp'),
    clock: systemClock,
  });
  const ui = make('ui');
  // Without a built page the port still serves the API, and says what is missing.
  if (existsSync(join(options.uiRoot, 'index.html'))) await serveUiFiles(ui, options.uiRoot);
  try {
    ports.api = await listen(api, {
      port: options.apiPort,
      auto: options.portAuto,
      what: 'the API',
      variable: 'LUKA_API_PORT',
    });
    ports.ui = await listen(ui, {
      port: options.uiPort,
      auto: options.portAuto,
      what: 'the UI',
      variable: 'LUKA_UI_PORT',
    });
  } catch (error) {
    await Promise.all([api.close(), ui.close()]);
    throw error;
  }
  return {
    apiPort: ports.api,
    uiPort: ports.ui,
    async stop() {
      await endMcp();
      await streams.closeAll();
      await Promise.all([api.close(), ui.close()]);
    },
  };
}

/** @throws LukaError rate_limited */
function countRequest(limit: RateLimit, { counted, actor }: Principal): void {
  if (counted === undefined) return;
  const taken = limit.take(counted);
  if (taken.ok) return;
  const seconds = Math.ceil(taken.retryAfterMs / 1_000);
  throw new LukaError('rate_limited', {
    message: `the client ${actor.name} asks too often`,
    remedy: `ask again in ${seconds} s`,
  });
}

/** Asked only after listening, when the ports are known, and then always the same. */
function once<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}
