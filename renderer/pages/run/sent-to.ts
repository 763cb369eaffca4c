/** The line of a run's log that an address names: `?attempt=2&line=out.4096&q=disk`. Pure. */
import type { LogStream } from '#shared/nouns/log.ts';

export interface SentTo {
  /** Differs where another line is meant. */
  readonly key: string;
  readonly attempt: number | undefined;
  readonly place: { readonly stream: LogStream; readonly at: number } | undefined;
  /** What was searched for. */
  readonly sought: string | undefined;
}

export function sentTo(address: URLSearchParams): SentTo {
  const attempt = /^[1-9]\d{0,3}$/.exec(address.get('attempt') ?? '')?.[0];
  const [, stream, at] = /^(out|err|note)\.(\d{1,15})$/.exec(address.get('line') ?? '') ?? [];
  return {
    key: address.toString(),
    attempt: attempt === undefined ? undefined : Number(attempt),
    place: stream === undefined ? undefined : { stream: stream as LogStream, at: Number(at) },
    sought: address.get('q') ?? undefined,
  };
}
