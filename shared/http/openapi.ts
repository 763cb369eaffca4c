/** The contract as an OpenAPI 3.1 document. */
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../errors/catalogue.ts';
import { ErrorEnvelope } from '../errors/luka-error.ts';
import { contract } from './contract.ts';
import { GUARD_ERRORS, scopeOf, type Endpoint } from './endpoint.ts';

type Json = Record<string, unknown>;

function schemaOf(type: z.ZodType, io: 'input' | 'output'): Json {
  return z.toJSONSchema(type, { io, target: 'draft-2020-12', unrepresentable: 'any' });
}

function parametersOf(type: z.ZodType | undefined, place: 'path' | 'query' | 'header'): Json[] {
  if (!type) return [];
  const schema = schemaOf(type, 'input');
  const required = new Set((schema['required'] as string[] | undefined) ?? []);
  return Object.entries((schema['properties'] as Record<string, Json> | undefined) ?? {}).map(
    ([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.has(name),
      schema: property,
    }),
  );
}

function errorResponses(endpoint: Endpoint): Json {
  const codes: ErrorCode[] = [...new Set([...GUARD_ERRORS, ...endpoint.errors])];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes)
    byStatus.set(ERRORS[code].http, [...(byStatus.get(ERRORS[code].http) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.join(', '),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorEnvelope' } } },
      },
    ]),
  );
}

/** The resource that an address is about: `runs` of `/api/v1/runs/{run}`; `root` where it has no version before it. */
function tagOf(path: string): string {
  return /^\/api\/v1\/([\w-]+)/.exec(path)?.[1] ?? 'root';
}

/** @param version the version of Luka that serves it */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries(contract) as [string, Endpoint][]) {
    const path = endpoint.path.replace(/:([a-z]+)/gi, '{$1}');
    const type = endpoint.kind === 'stream' ? 'text/event-stream' : 'application/json';
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = {
      operationId: name,
      summary: endpoint.summary,
      tags: [tagOf(endpoint.path)],
      parameters: [
        ...parametersOf(endpoint.params, 'path'),
        ...parametersOf(endpoint.query, 'query'),
        ...parametersOf(endpoint.headers, 'header'),
      ],
      ...(endpoint.body
        ? {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
            },
          }
        : {}),
      responses: {
        [String(endpoint.status ?? 200)]: {
          description: 'As asked.',
          content: { [type]: { schema: schemaOf(endpoint.response, 'output') } },
        },
        ...errorResponses(endpoint),
      },
      // Roles that the token needs, as OpenAPI 3.1 lets every kind of security name them.
      security: endpoint.public ? [] : [{ token: [scopeOf(endpoint)] }],
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Luka', version, description: "One person's automation, on their own machine." },
    servers: [{ url: 'http://127.0.0.1:4000' }],
    security: [{ token: [] }],
    tags: [...new Set(Object.values(contract).map(({ path }) => tagOf(path)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { ErrorEnvelope: schemaOf(ErrorEnvelope, 'output') },
    },
  };
}
