/** Notices and messages on the disk: what waits for which channel, what was sent, what never will be. */
import type { Message, MessageRow, MessageState, Notice } from '#shared/nouns/notify.ts';
import { isoAt } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { NewNotice } from './read-event.ts';

/** A notice that waits for a channel. */
export interface WaitingNotice {
  readonly id: number;
  /** ms since 1970. */
  readonly at: number;
  readonly notice: Notice;
}

/** A message that is neither sent nor given up. */
export interface OpenMessage {
  readonly seq: number;
  readonly attempts: number;
  /** ms since 1970. */
  readonly nextAt: number;
  readonly message: Message;
}

/** Notices of one channel that are looked at together. */
const WAITING = 500;

interface StoredMessage {
  readonly seq: number;
  readonly channel: string;
  readonly state: MessageState;
  readonly attempts: number;
  readonly body: string;
  readonly next_at: number;
  readonly ended_at: number | null;
  readonly answer: string | null;
}

export class NotifyLedger {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @returns false where it was added before: nothing is told twice */
  add(
    tx: Transaction,
    notice: NewNotice,
    channels: readonly string[],
    more: Pick<Notice, 'tags' | 'owner'>,
  ): boolean {
    const { key, kind, severity, about, title, body, open, at, task, run } = notice;
    const told: Notice = {
      kind,
      severity,
      title,
      body,
      open,
      at: isoAt(at),
      ...(task === undefined ? {} : { task }),
      ...(run === undefined ? {} : { run }),
      ...more,
    };
    const { changes, lastId } = tx.run(
      `insert into notices (key, at, kind, severity, about, body) values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
      key,
      at,
      kind,
      severity,
      about,
      JSON.stringify(told),
    );
    if (changes === 0) return false;
    for (const channel of channels) tx.run('insert into notify_waiting values (?, ?)', channel, lastId);
    return true;
  }

  /** Whether the newest notice about it told of trouble. */
  inTrouble(about: string): boolean {
    const row = this.#store.get<{ kind: string }>(
      'select kind from notices where about = ? order by id desc limit 1',
      about,
    );
    return row !== undefined && row.kind !== 'recovered';
  }

  /** It was settled: what has not been told of it is not. */
  settle(tx: Transaction, about: string): void {
    tx.run('delete from notify_waiting where notice in (select id from notices where about = ?)', about);
  }

  waiting(channel: string): WaitingNotice[] {
    return this.#store
      .all<{ id: number; at: number; body: string }>(
        `select n.id, n.at, n.body from notify_waiting w join notices n on n.id = w.notice
         where w.channel = ? order by n.id limit ?`,
        channel,
        WAITING,
      )
      .map(({ id, at, body }) => ({ id, at, notice: JSON.parse(body) as Notice }));
  }

  countWaiting(channel: string): number {
    return (
      this.#store.get<{ n: number }>(
        `select (select count(*) from notify_waiting where channel = ?1)
              + (select count(*) from notify_messages where channel = ?1 and ended_at is null) as n`,
        channel,
      )?.n ?? 0
    );
  }

  /** The notices become one message, or nothing changes. */
  toMessage(
    tx: Transaction,
    channel: string,
    notices: readonly number[],
    message: Message,
    now: number,
  ): void {
    tx.run(
      `delete from notify_waiting where channel = ? and notice in (select value from json_each(?))`,
      channel,
      JSON.stringify(notices),
    );
    this.#insert(tx, channel, message, 'waiting', now);
  }

  /** A message of a test, after it was sent: nothing sends it again. */
  addTest(
    tx: Transaction,
    channel: string,
    message: Message,
    now: number,
    state: 'sent' | 'dead',
    answer: string,
  ): void {
    this.#insert(tx, channel, message, state, now);
    tx.run(
      'update notify_messages set attempts = 1, ended_at = ?, answer = ? where id = ?',
      now,
      answer,
      message.id,
    );
  }

  #insert(tx: Transaction, channel: string, message: Message, state: MessageState, now: number): void {
    tx.run(
      `insert into notify_messages (id, channel, state, attempts, body, created_at, next_at) values (?, ?, ?, 0, ?, ?, ?)`,
      message.id,
      channel,
      state,
      JSON.stringify(message),
      now,
      now,
    );
  }

  /** Neither sent nor given up, the one that is due first before others. */
  open(channel: string): OpenMessage[] {
    return this.#store
      .all<StoredMessage>(
        'select * from notify_messages where channel = ? and ended_at is null order by next_at, seq',
        channel,
      )
      .map(({ seq, attempts, next_at, body }) => ({
        seq,
        attempts,
        nextAt: next_at,
        message: JSON.parse(body) as Message,
      }));
  }

  /** When messages of a channel were made, the oldest first, after `from` up to `to`; tests are none. */
  madeBetween(channel: string, from: number, to: number): number[] {
    return this.#store
      .all<{ created_at: number }>(
        `select created_at from notify_messages where channel = ? and created_at > ? and created_at <= ?
           and json_extract(body, '$.kind') <> 'test' order by created_at`,
        channel,
        from,
        to,
      )
      .map(({ created_at }) => created_at);
  }

  begin(tx: Transaction, seq: number): void {
    tx.run(`update notify_messages set state = 'sending', attempts = attempts + 1 where seq = ?`, seq);
  }

  end(tx: Transaction, seq: number, state: 'sent' | 'dead', answer: string, now: number): void {
    tx.run(
      'update notify_messages set state = ?, answer = ?, ended_at = ? where seq = ?',
      state,
      answer,
      now,
      seq,
    );
  }

  retryAt(tx: Transaction, seq: number, nextAt: number, answer: string | undefined): void {
    tx.run(
      `update notify_messages set state = 'retrying', answer = coalesce(?, answer), next_at = ?, ended_at = null where seq = ?`,
      answer ?? null,
      nextAt,
      seq,
    );
  }

  /** Once more from the beginning. */
  reopen(tx: Transaction, seq: number, now: number): void {
    tx.run(
      `update notify_messages set state = 'waiting', attempts = 0, next_at = ?, ended_at = null where seq = ?`,
      now,
      seq,
    );
  }

  /** Channels that something waits for. */
  busyChannels(): string[] {
    return this.#store
      .all<{ channel: string }>(
        `select channel from notify_waiting union select channel from notify_messages where ended_at is null`,
      )
      .map(({ channel }) => channel);
  }

  /** Nothing waits for a channel that is gone any more. */
  drop(tx: Transaction, channel: string, answer: string, now: number): void {
    tx.run('delete from notify_waiting where channel = ?', channel);
    tx.run(
      `update notify_messages set state = 'dead', answer = ?, ended_at = ? where channel = ? and ended_at is null`,
      answer,
      now,
      channel,
    );
  }

  row(seq: number): MessageRow | undefined {
    const row = this.#store.get<StoredMessage>('select * from notify_messages where seq = ?', seq);
    return row && toRow(row);
  }

  /** Newest first. `next` is the `before` of the following page. */
  list(query: {
    channel?: string | undefined;
    state?: MessageState | undefined;
    before?: number | undefined;
    limit: number;
  }): { messages: MessageRow[]; next?: number } {
    const where = ['seq < ?'];
    const values: (string | number)[] = [query.before ?? Number.MAX_SAFE_INTEGER];
    for (const name of ['channel', 'state'] as const) {
      const value = query[name];
      if (value === undefined) continue;
      where.push(`${name} = ?`);
      values.push(value);
    }
    const rows = this.#store.all<StoredMessage>(
      `select * from notify_messages where ${where.join(' and ')} order by seq desc limit ?`,
      ...values,
      query.limit + 1,
    );
    const messages = rows.slice(0, query.limit).map(toRow);
    const last = messages.at(-1);
    return rows.length > query.limit && last ? { messages, next: last.seq } : { messages };
  }

  /** The newest one that was given up; tests were seen to fail. */
  lastDead(channel: string): MessageRow | undefined {
    const row = this.#store.get<StoredMessage>(
      `select * from notify_messages where channel = ? and state = 'dead'
         and json_extract(body, '$.kind') <> 'test' order by seq desc limit 1`,
      channel,
    );
    return row && toRow(row);
  }

  /** Of a channel since a moment: how many were given up, and when the last one was sent. */
  figures(channel: string, since: number): { dead: number; lastSent: number | undefined } {
    const row = this.#store.get<{ dead: number; sent: number | null }>(
      `select (select count(*) from notify_messages where channel = ?1 and state = 'dead' and ended_at > ?2
                 and json_extract(body, '$.kind') <> 'test') as dead,
              (select ended_at from notify_messages where channel = ?1 and state = 'sent' order by seq desc limit 1) as sent`,
      channel,
      since,
    );
    return { dead: row?.dead ?? 0, lastSent: row?.sent ?? undefined };
  }

  /** @returns how many rows went, at most `limit` of each kind */
  prune(tx: Transaction, before: number, limit: number): number {
    const messages = tx.run(
      `delete from notify_messages where seq in (select seq from notify_messages where ended_at < ? limit ?)`,
      before,
      limit,
    );
    const notices = tx.run(
      `delete from notices where id in (select id from notices where at < ? and not exists
         (select 1 from notify_waiting w where w.notice = notices.id) limit ?)`,
      before,
      limit,
    );
    return messages.changes + notices.changes;
  }
}

function toRow({
  seq,
  channel,
  state,
  attempts,
  body,
  next_at,
  ended_at,
  answer,
}: StoredMessage): MessageRow {
  return {
    seq,
    channel,
    state,
    attempts,
    message: JSON.parse(body) as Message,
    ...(ended_at === null ? { nextAt: isoAt(next_at) } : { endedAt: isoAt(ended_at) }),
    ...(answer === null ? {} : { answer }),
  };
}
