/** Rows of answers as the ledger has them, and as everybody sees them. */
import type { Answer, Escalation } from '#shared/nouns/assistant.ts';
import { isoAt } from '../../clock.ts';

/** An answer before it has its number. */
export type NewAnswer = Omit<Answer, 'id' | 'conversation' | 'at' | 'feedback' | 'escalation'>;
export type Verdict = NonNullable<Answer['feedback']>;

export interface AnswerRow {
  readonly id: number;
  readonly conversation: number;
  readonly question: string;
  readonly at: number;
  readonly answer: string;
  readonly feedback: Verdict | null;
  readonly escalated_at: number | null;
  readonly escalated_by: string | null;
  readonly escalation_note: string | null;
  readonly settled_at: number | null;
  readonly settled_by: string | null;
  readonly settled_note: string | null;
}

/** Of those that somebody has to look at. */
export const WAITS = 'escalated_at is not null and settled_at is null';

function escalationOf(row: AnswerRow): Escalation | undefined {
  if (row.escalated_at === null) return undefined;
  const noted = (note: string | null) => (note === null ? {} : { note });
  return {
    at: isoAt(row.escalated_at),
    by: row.escalated_by ?? '',
    ...noted(row.escalation_note),
    ...(row.settled_at === null
      ? {}
      : { settled: { at: isoAt(row.settled_at), by: row.settled_by ?? '', ...noted(row.settled_note) } }),
  };
}

export function toAnswer(row: AnswerRow): Answer {
  const { id, conversation, at, answer, feedback } = row;
  const escalation = escalationOf(row);
  return {
    ...(JSON.parse(answer) as NewAnswer),
    id,
    conversation,
    at: isoAt(at),
    ...(feedback === null ? {} : { feedback }),
    ...(escalation ? { escalation } : {}),
  };
}
