/** Who says it, by the names of OpenTelemetry. https://opentelemetry.io/docs/specs/semconv/resource/ */
import { hostname, type } from 'node:os';
import { VERSION } from '#shared/version.ts';
import type { Attributes } from './span.ts';

export function traceResource(home: string): Attributes {
  return {
    'service.name': 'luka',
    'service.version': VERSION,
    // One of several Lukas on a machine is known by its home.
    'service.instance.id': home,
    'host.name': hostname(),
    'os.type': type().toLowerCase(),
  };
}
