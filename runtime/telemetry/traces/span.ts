/** A span as OpenTelemetry thinks of it, before it is written as OTLP. */
export type AttributeValue = string | number | boolean;
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

export interface SpanEvent {
  readonly name: string;
  /** ms since 1970. */
  readonly at: number;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parent?: string | undefined;
  readonly name: string;
  /** ms since 1970; the end is never before the start. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Attributes;
  readonly events?: readonly SpanEvent[];
  readonly links?: readonly SpanLink[];
  /** Absent where nothing is said: it went as it should is `ok`. */
  readonly status?: { readonly ok: boolean; readonly message?: string | undefined } | undefined;
}
