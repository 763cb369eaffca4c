import type { ErrorCode } from '#shared/errors/catalogue.ts';

/** How a step, an attempt or a run ended. */
export interface Ending<State extends string> {
  readonly state: State;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly errorCode?: ErrorCode | undefined;
  readonly message?: string | undefined;
}
