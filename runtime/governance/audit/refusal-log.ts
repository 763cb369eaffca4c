/**
 * Requests that guards refused, as rows of the audit. A page that tries a thousand times is one row at once and one more a
 * minute with the count: a refusal must not be a way to fill the disk.
 */
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { NOBODY, type Actor } from '#shared/nouns/role.ts';
import type { Clock } from '../../clock.ts';
import type { AuditLog } from './audit-log.ts';

const GATHER_MS = 60_000;
/** Kinds of refusals that are told apart at a time: codes are few, clients are made by the person. */
const MAX_KINDS = 200;

export interface RefusalLog {
  note(code: ErrorCode, by: Actor | undefined): void;
  /** Writes the counts that are still open. */
  close(): void;
}

export function createRefusalLog(options: {
  audit: AuditLog;
  clock: Clock;
  onError: (error: unknown) => void;
}): RefusalLog {
  const { audit, clock, onError } = options;
  const open = new Map<string, { actor: Actor; code: ErrorCode; more: number; cancel: () => void }>();
  const write = (actor: Actor, code: ErrorCode, times: number): void => {
    try {
      audit.add({
        actor,
        action: 'request.refused',
        subject: times === 1 ? 'a request' : `${times} requests`,
        decision: 'refused',
        reason: code,
      });
    } catch (error) {
      onError(error);
    }
  };
  const end = (key: string): void => {
    const found = open.get(key);
    open.delete(key);
    if (found && found.more > 0) write(found.actor, found.code, found.more);
  };
  return {
    note(code, by) {
      const actor = by ?? NOBODY;
      const key = `${code} ${actor.name}`;
      const known = open.get(key);
      if (known) {
        known.more += 1;
        return;
      }
      if (open.size >= MAX_KINDS) return;
      open.set(key, { actor, code, more: 0, cancel: clock.after(GATHER_MS, () => end(key)) });
      write(actor, code, 1);
    },
    close() {
      for (const [key, { cancel }] of open) {
        cancel();
        end(key);
      }
    },
  };
}
