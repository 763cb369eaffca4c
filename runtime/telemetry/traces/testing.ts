/** For tests: a collector of OTLP over HTTP that takes nothing which the protocol does not know. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const hex = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${digits}}$`))
    .refine((id) => !/^0+$/.test(id));
/** fixed64 and int64 are written as text. */
const Nanos = z.string().regex(/^\d{19}$/);
const AnyValue = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ doubleValue: z.number() }),
]);
const Attributes = z
  .array(z.strictObject({ key: z.string().min(1), value: AnyValue }))
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'keys are unique');

/** trace.proto of version 1, as far as Luka uses it. */
const OtlpSpan = z
  .strictObject({
    traceId: hex(32),
    spanId: hex(16),
    parentSpanId: hex(16).optional(),
    flags: z.int().min(0).max(1_023),
    name: z.string().min(1),
    kind: z.int().min(1).max(5),
    startTimeUnixNano: Nanos,
    endTimeUnixNano: Nanos,
    attributes: Attributes,
    events: z.array(z.strictObject({ timeUnixNano: Nanos, name: z.string().min(1), attributes: Attributes })),
    links: z.array(z.strictObject({ traceId: hex(32), spanId: hex(16), attributes: Attributes })),
    status: z
      .strictObject({ code: z.int().min(0).max(2), message: z.string().optional() })
      // A description belongs to an error only.
      .refine(({ code, message }) => code === 2 || message === undefined)
      .optional(),
  })
  .refine(({ startTimeUnixNano, endTimeUnixNano }) => BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano));
export type OtlpSpan = z.infer<typeof OtlpSpan>;

export const ExportRequest = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: Attributes }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          spans: z.array(OtlpSpan).min(1),
        }),
      ),
    }),
  ),
});

/** @param answer status and body of each request; 200 with nothing where left out */
export async function collector(
  answer: () => { status: number; body?: string } | 'hang' = () => ({ status: 200 }),
) {
  const spans: OtlpSpan[] = [];
  const resources: Record<string, unknown>[] = [];
  const faults: string[] = [];
  let asked = 0;
  const take = async (request: IncomingMessage): Promise<void> => {
    if (request.url !== '/v1/traces' || request.method !== 'POST')
      faults.push(`${request.method} ${request.url}`);
    if (request.headers['content-type'] !== 'application/json') faults.push('it is no JSON');
    const parsed = ExportRequest.safeParse(JSON.parse(await text(request)));
    if (!parsed.success) faults.push(parsed.error.message);
    for (const { resource, scopeSpans } of parsed.data?.resourceSpans ?? []) {
      resources.push(plain(resource.attributes));
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
  };
  const server = createServer((request, response) => {
    asked += 1;
    const said = answer();
    if (said === 'hang') return;
    if (said.status !== 200) {
      request.resume();
      response.writeHead(said.status).end(said.body);
      return;
    }
    void take(request).then(() =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(said.body ?? '{}'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    resources,
    faults,
    asked: () => asked,
    named: (name: string) => spans.filter((span) => span.name === name),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function plain(attributes: OtlpSpan['attributes']): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
