/** `GET /metrics`: text for Prometheus, behind the same guards as everything; and the time that answers take. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Endpoint } from '#shared/http/endpoint.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** Not of the contract, whose answers are JSON; its scope is asked for all the same. */
const ENDPOINT: Endpoint = {
  method: 'GET',
  path: '/metrics',
  summary: 'Metrics in the text format of Prometheus.',
  response: z.string(),
  errors: [],
};

export function mountMetrics(app: FastifyInstance, metrics: Metrics): void {
  app.route({
    method: 'GET',
    url: ENDPOINT.path,
    config: { endpoint: ENDPOINT },
    handler: async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  });
}

/** A stream is no answer that takes time: it is left out. */
export function timeAnswers(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const { config, url } = request.routeOptions;
    if (config?.endpoint?.kind === 'stream') return;
    // What no route answers has any address: it is told together.
    metrics.noteAnswer(request.method, url ?? 'none', reply.statusCode, reply.elapsedTime / 1_000);
  });
}
