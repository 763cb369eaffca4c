/** Rows of approvals as the nouns of `shared/`. */
import type { ApprovalState, ApprovalSummary, Grant } from '#shared/nouns/approval.ts';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import { isoAt } from '../../clock.ts';

export interface ApprovalRow {
  id: number;
  state: ApprovalState;
  run: number;
  task: string | null;
  title: string;
  hash: string;
  work: string;
  verdict: string;
  cause: string;
  requested_at: number;
  requested_by: string;
  expires_at: number;
  decided_at: number | null;
  decided_by: string | null;
  note: string | null;
  grant_json: string | null;
  uses_left: number | null;
  good_until: number | null;
}

export function verdictOf(row: Pick<ApprovalRow, 'verdict'>): GateVerdict {
  return JSON.parse(row.verdict) as GateVerdict;
}

export function toApprovalSummary(row: ApprovalRow): ApprovalSummary {
  const { score, reasons } = verdictOf(row);
  return {
    id: row.id,
    state: row.state,
    run: row.run,
    title: row.title,
    hash: row.hash,
    score,
    ...(reasons[0] === undefined ? {} : { reason: reasons[0].text }),
    cause: JSON.parse(row.cause) as RunCause,
    requestedAt: isoAt(row.requested_at),
    requestedBy: JSON.parse(row.requested_by) as Actor,
    expiresAt: isoAt(row.expires_at),
    ...(row.task === null ? {} : { task: row.task }),
    ...(row.decided_at === null ? {} : { decidedAt: isoAt(row.decided_at) }),
    ...(row.decided_by === null ? {} : { decidedBy: JSON.parse(row.decided_by) as Actor }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.grant_json === null ? {} : { grant: JSON.parse(row.grant_json) as Grant }),
    ...(row.uses_left === null ? {} : { left: row.uses_left }),
  };
}
