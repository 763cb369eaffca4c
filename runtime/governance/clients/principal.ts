/** Whoever sent a request, once its token was recognised. */
import type { Actor, Scope } from '#shared/nouns/role.ts';

export interface Principal {
  readonly actor: Actor;
  readonly scopes: readonly Scope[];
  /** What its requests are counted by; undefined for the person, who is not counted. */
  readonly counted?: string | undefined;
}
