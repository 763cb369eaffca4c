/** Questions and their answers, kept by conversation. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Answer, Conversation } from '#shared/nouns/assistant.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';

/** An answer before it has its number. */
export type NewAnswer = Omit<Answer, 'id' | 'conversation' | 'at' | 'feedback'>;
export type Verdict = NonNullable<Answer['feedback']>;

interface AnswerRow {
  readonly id: number;
  readonly conversation: number;
  readonly question: string;
  readonly at: number;
  readonly answer: string;
  readonly feedback: Verdict | null;
}

const MOST = 200;
const TITLE_CHARACTERS = 120;

export class Conversations {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
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
      .all<{ id: number; title: string; at: number; answers: number }>(
        `select id, title, at, (select count(*) from answers where conversation = conversations.id) as answers
         from conversations order by id desc limit ?`,
        MOST,
      )
      .map(({ id, title, at, answers }) => ({ id, title, at: isoAt(at), answers }));
  }

  /** Answers the oldest first. @throws LukaError conversation_unknown */
  get(id: number): Conversation & { thread: Answer[] } {
    const { title, at } = this.require(id);
    const rows = this.#store.all<AnswerRow>(
      'select * from (select * from answers where conversation = ? order by id desc limit ?) order by id',
      id,
      MOST,
    );
    return { id, title, at: isoAt(at), answers: rows.length, thread: rows.map(toAnswer) };
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

  /** @throws LukaError answer_unknown, ledger_unavailable */
  async judge(id: number, verdict: Verdict): Promise<Answer> {
    this.answer(id);
    await this.#store.write((tx) => tx.run('update answers set feedback = ? where id = ?', verdict, id));
    return this.answer(id);
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

function toAnswer({ id, conversation, at, answer, feedback }: AnswerRow): Answer {
  return {
    ...(JSON.parse(answer) as NewAnswer),
    id,
    conversation,
    at: isoAt(at),
    ...(feedback === null ? {} : { feedback }),
  };
}
