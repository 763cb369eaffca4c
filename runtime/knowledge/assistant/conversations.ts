/** Questions and their answers, kept by conversation. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Answer, Conversation, EscalatedAnswer } from '#shared/nouns/assistant.ts';
import { isAgent, type Actor } from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { toAnswer, WAITS, type AnswerRow, type NewAnswer, type Verdict } from './answer-rows.ts';

/** Somebody's word on an answer. */
interface Word {
  readonly note: string | undefined;
  readonly by: Actor;
}

const MOST = 200;
const TITLE_CHARACTERS = 120;

export class Conversations {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #audit: AuditLog;

  constructor({ store, clock, audit }: { store: Store; clock: Clock; audit: AuditLog }) {
    this.#store = store;
    this.#clock = clock;
    this.#audit = audit;
  }

  /** Questions so far, the oldest first; at most the last `limit`. @throws LukaError conversation_unknown */
  questions(conversation: number, limit: number): string[] {
    this.require(conversation);
    return this.#store
      .all<{ question: string }>(
        'select question from answers where conversation = ? order by id desc limit ?',
        conversation,
        limit,
      )
      .map(({ question }) => question)
      .reverse();
  }

  /** Durable when it resolves. @throws LukaError conversation_unknown, ledger_unavailable */
  async add(conversation: number | undefined, answer: NewAnswer): Promise<Answer> {
    const at = this.#clock.now();
    const row = await this.#store.write((tx) => {
      if (conversation !== undefined && !tx.get('select 1 from conversations where id = ?', conversation))
        return undefined;
      const id =
        conversation ??
        tx.run(
          'insert into conversations (title, at) values (?, ?)',
          answer.question.slice(0, TITLE_CHARACTERS),
          at,
        ).lastId;
      const { lastId } = tx.run(
        'insert into answers (conversation, question, at, answer) values (?, ?, ?, ?)',
        id,
        answer.question,
        at,
        JSON.stringify(answer),
      );
      return { id: lastId, conversation: id };
    });
    // Forgotten while the answer was being made.
    if (!row) throw unknownConversation(conversation!);
    return { ...answer, ...row, at: isoAt(at) };
  }

  /** The newest first. */
  list(): Conversation[] {
    return this.#store
      .all<{ id: number; title: string; at: number; answers: number; escalated: number }>(
        `select id, title, at, (select count(*) from answers where conversation = conversations.id) as answers,
           (select count(*) from answers where conversation = conversations.id and ${WAITS}) as escalated
         from conversations order by id desc limit ?`,
        MOST,
      )
      .map(({ id, title, at, answers, escalated }) => ({ id, title, at: isoAt(at), answers, escalated }));
  }

  /** Answers the oldest first. @throws LukaError conversation_unknown */
  get(id: number): Conversation & { thread: Answer[] } {
    const { title, at } = this.require(id);
    const rows = this.#store.all<AnswerRow>(
      'select * from (select * from answers where conversation = ? order by id desc limit ?) order by id',
      id,
      MOST,
    );
    const thread = rows.map(toAnswer);
    const escalated = thread.filter((each) => each.escalation && !each.escalation.settled).length;
    return { id, title, at: isoAt(at), answers: rows.length, escalated, thread };
  }

  /** @throws LukaError conversation_unknown, ledger_unavailable */
  async forget(id: number): Promise<void> {
    this.require(id);
    await this.#store.write((tx) => tx.run('delete from conversations where id = ?', id));
  }

  /** @throws LukaError answer_unknown */
  answer(id: number): Answer {
    const row = this.#store.get<AnswerRow>('select * from answers where id = ?', id);
    if (!row) throw new LukaError('answer_unknown', { message: `there is no answer ${id}` });
    return toAnswer(row);
  }

  /**
   * An escalated answer waits for a human: what an agent says of it afterwards does not settle it, what a human says does.
   * @throws LukaError answer_unknown, ledger_unavailable
   */
  async judge(id: number, { verdict, note, by }: Word & { readonly verdict: Verdict }): Promise<Answer> {
    this.answer(id);
    await this.#store.write((tx) => {
      tx.run('update answers set feedback = ? where id = ?', verdict, id);
      if (verdict === 'escalate') this.#escalate(tx, id, { note, by });
      else if (!isAgent(by)) this.#settle(tx, id, { note, by });
    });
    return this.answer(id);
  }

  /** Nothing changes where it does not wait. @throws LukaError answer_unknown, ledger_unavailable */
  async settle(id: number, word: Word): Promise<Answer> {
    this.answer(id);
    await this.#store.write((tx) => this.#settle(tx, id, word));
    return this.answer(id);
  }

  /** Those that wait, the oldest answer first. */
  escalated({ limit, after }: { limit: number; after: number }): {
    escalated: EscalatedAnswer[];
    total: number;
    next?: number;
  } {
    const rows = this.#store.all<AnswerRow>(
      `select * from answers where ${WAITS} and id > ? order by id limit ?`,
      after,
      limit + 1,
    );
    const shown = rows.slice(0, limit);
    return {
      escalated: shown.map((row) => ({
        answer: row.id,
        conversation: row.conversation,
        question: row.question,
        at: isoAt(row.escalated_at ?? row.at),
        by: row.escalated_by ?? '',
        ...(row.escalation_note === null ? {} : { note: row.escalation_note }),
      })),
      total: this.countEscalated(),
      ...(rows.length > limit ? { next: shown.at(-1)!.id } : {}),
    };
  }

  countEscalated(): number {
    return this.#store.get<{ n: number }>(`select count(*) as n from answers where ${WAITS}`)!.n;
  }

  #escalate(tx: Transaction, id: number, { note, by }: Word): void {
    tx.run(
      `update answers set escalated_at = ?, escalated_by = ?, escalation_note = ?,
         settled_at = null, settled_by = null, settled_note = null where id = ?`,
      this.#clock.now(),
      by.name,
      note ?? null,
      id,
    );
    this.#note(tx, id, 'answer.escalated', { note, by });
  }

  #settle(tx: Transaction, id: number, { note, by }: Word): void {
    const { changes } = tx.run(
      `update answers set settled_at = ?, settled_by = ?, settled_note = ? where id = ? and ${WAITS}`,
      this.#clock.now(),
      by.name,
      note ?? null,
      id,
    );
    if (changes > 0) this.#note(tx, id, 'answer.settled', { note, by });
  }

  #note(
    tx: Transaction,
    id: number,
    action: 'answer.escalated' | 'answer.settled',
    { note, by }: Word,
  ): void {
    const reason = note === undefined ? {} : { reason: note };
    this.#audit.append(tx, { actor: by, action, subject: `answer ${id}`, ...reason });
    tx.emit({ type: action, data: { answer: id } });
  }

  /** @throws LukaError conversation_unknown */
  require(id: number): { title: string; at: number } {
    const row = this.#store.get<{ title: string; at: number }>(
      'select title, at from conversations where id = ?',
      id,
    );
    if (!row) throw unknownConversation(id);
    return row;
  }
}

function unknownConversation(id: number): LukaError {
  return new LukaError('conversation_unknown', { message: `there is no conversation ${id}` });
}
