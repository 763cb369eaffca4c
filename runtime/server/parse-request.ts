import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Endpoint } from '#shared/http/endpoint.ts';
import type { Finding } from '#shared/nouns/finding.ts';

const PARTS = ['params', 'query', 'headers', 'body'] as const;

/** Everything the endpoint declares, parsed. @throws LukaError request_invalid naming each field at fault */
export function parseRequest(endpoint: Endpoint, request: FastifyRequest): Record<string, unknown> {
  const parsed: Record<string, unknown> = {};
  const findings: Finding[] = [];
  for (const part of PARTS) {
    const schema = endpoint[part];
    if (!schema) continue;
    const result = schema.safeParse(request[part]);
    if (result.success) parsed[part] = result.data;
    else findings.push(...result.error.issues.map((issue) => toFinding(part, issue)));
  }
  const [first] = findings;
  if (first)
    throw new LukaError('request_invalid', {
      message: findings.map((finding) => finding.message).join('; '),
      findings,
    });
  return parsed;
}

function toFinding(part: string, issue: z.core.$ZodIssue): Finding {
  const place = [part, ...issue.path.map(String)].join('.');
  return {
    code: 'request_invalid',
    severity: 'error',
    message: `${place}: ${issue.message}`,
    remedy: 'mend this field',
  };
}
