/**
 * Spans as OTLP writes them in JSON: numbers of 64 bits as text, identifiers in hex, names in lowerCamelCase.
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/docs/specification.md#json-protobuf-encoding
 */
import { VERSION } from '#shared/version.ts';
import type { Attributes, AttributeValue, Span } from './span.ts';

/** Span.SpanKind.SPAN_KIND_INTERNAL, Status.StatusCode (trace.proto). */
const INTERNAL = 1;
const OK = 1;
const ERROR = 2;
/** W3C trace flags: sampled. */
const SAMPLED = 1;

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The body of a request to /v1/traces. @param resource who says it */
export function exportRequest(spans: readonly Span[], resource: Attributes): Record<string, unknown> {
  if (spans.length === 0) return { resourceSpans: [] };
  return {
    resourceSpans: [
      {
        resource: { attributes: keyValues(resource) },
        scopeSpans: [{ scope: { name: 'luka', version: VERSION }, spans: spans.map(toOtlp) }],
      },
    ],
  };
}

function toOtlp(span: Span): Record<string, unknown> {
  const { parent, events = [], links = [], status } = span;
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    flags: SAMPLED,
    name: span.name,
    kind: INTERNAL,
    startTimeUnixNano: nanos(span.start),
    endTimeUnixNano: nanos(span.end),
    attributes: keyValues(span.attributes),
    events: events.map(({ name, at, attributes }) => ({
      name,
      timeUnixNano: nanos(at),
      attributes: keyValues(attributes),
    })),
    links: links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: keyValues(attributes),
    })),
    ...(status === undefined
      ? {}
      : {
          status: status.ok
            ? { code: OK }
            : { code: ERROR, ...(status.message === undefined ? {} : { message: status.message }) },
        }),
  };
}

function keyValues(attributes: Attributes): KeyValue[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: AttributeValue): Record<string, unknown> {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

function nanos(ms: number): string {
  return `${Math.trunc(ms)}000000`;
}
