/** The room of what leaves Luka: the file in force, a courier a channel, and what people ask of them. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type {
  Channel,
  ChannelView,
  MessageRow,
  MessageState,
  Message,
  NotifyKind,
  NotifySeverity,
  NotifyText,
  NotifyView,
  TestResult,
} from '#shared/nouns/notify.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import { breathe } from '../schedule/breathe.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { Sent } from './channels/channel.ts';
import { Courier } from './courier.ts';
import type { NotifyBook } from './notify-book.ts';
import type { NotifyLedger } from './notify-ledger.ts';
import { parseNotify } from './parse-notify.ts';
import { quietUntil } from './plan-messages.ts';
import type { NewNotice } from './read-event.ts';
import { channelsFor, routeWords } from './route-notice.ts';
import type { Senders } from './senders.ts';

const WEEK_MS = 7 * 86_400_000;
const KEPT_MS = 90 * 86_400_000;
const PRUNED_AT_ONCE = 500;

export interface NotifyRoomOptions {
  readonly file: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly ledger: NotifyLedger;
  readonly book: NotifyBook;
  readonly senders: Senders;
  readonly task: (id: string) => LoadedTask | undefined;
  readonly newId: () => string;
  readonly chance: () => number;
  readonly onError: (error: unknown) => void;
}

export class NotifyRoom {
  readonly #options: NotifyRoomOptions;
  #couriers = new Map<string, Courier>();
  #started = false;
  #cancelPrune: (() => void) | undefined;

  constructor(options: NotifyRoomOptions) {
    this.#options = options;
  }

  start(): void {
    this.#started = true;
    this.reload();
    this.#pruneLater();
  }

  async stop(): Promise<void> {
    this.#started = false;
    this.#cancelPrune?.();
    await Promise.all([...this.#couriers.values()].map((courier) => courier.close()));
  }

  /** The file changed: couriers of channels that are as they were go on. */
  reload(): void {
    if (!this.#started) return;
    const { book, ledger, store, clock, senders, newId, chance, onError } = this.#options;
    const before = this.#couriers;
    const channels = Object.entries(book.current.channels ?? {}).filter(
      ([, { enabled }]) => enabled !== false,
    );
    this.#couriers = new Map(
      channels.map(([name, channel]) => {
        const old = before.get(name);
        if (old && JSON.stringify(old.channel) === JSON.stringify(channel)) return [name, old];
        const send = (of: Channel, message: Message, signal: AbortSignal): Promise<Sent> =>
          senders.send(of, message, signal);
        const ready = old?.close();
        return [
          name,
          new Courier({ name, channel, store, ledger, clock, send, ready, newId, chance, onError }),
        ];
      }),
    );
    for (const [name, courier] of before) if (!this.#couriers.has(name)) void courier.close();
    const gone = ledger.busyChannels().filter((name) => !this.#couriers.has(name));
    if (gone.length > 0)
      store.commit((tx) => {
        for (const name of gone)
          ledger.drop(tx, name, 'the channel was removed or switched off', clock.now());
        tx.emit({ type: 'notify.changed', data: { channels: gone } });
      });
    this.look();
  }

  /** The machine woke, or something was added. */
  look(): void {
    for (const name of this.#couriers.keys()) this.#lookAt(name);
  }

  #lookAt(name: string): void {
    this.#couriers.get(name)?.look().catch(this.#options.onError);
  }

  /** As part of what it tells of; `look` sends it. Nothing is kept of what nobody is to be told. */
  add(tx: Transaction, notice: NewNotice): void {
    const { ledger, book } = this.#options;
    const { tags, owner } = this.#about(notice.task);
    const channels = channelsFor({ ...notice, tags, owner }, book.current);
    if (channels.length === 0) return;
    ledger.add(tx, notice, channels, {
      ...(tags.length === 0 ? {} : { tags }),
      ...(owner === undefined ? {} : { owner }),
    });
  }

  #about(task: string | undefined): { tags: string[]; owner: string | undefined } {
    const definition = task === undefined ? undefined : this.#options.task(task)?.definition;
    return { tags: [...(definition?.tags ?? [])], owner: definition?.owner };
  }

  /** Which channels would be told. @throws LukaError task_unknown */
  routeOf(asked: { kind: NotifyKind; severity: NotifySeverity; task?: string | undefined }): string[] {
    const { task } = asked;
    if (task !== undefined && !this.#options.task(task))
      throw new LukaError('task_unknown', { message: `there is no task ${task}` });
    return channelsFor({ ...asked, ...this.#about(task) }, this.#options.book.current);
  }

  async view(): Promise<NotifyView> {
    const { book, file } = this.#options;
    const { channels = {}, routes = [], match = 'first' } = book.current;
    return {
      file,
      match,
      channels: await Promise.all(Object.entries(channels).map(([name, of]) => this.#viewOf(name, of))),
      routes: routes.map((route) => ({ when: routeWords(route), to: [...route.to] })),
      default: [...(book.current.default ?? [])],
      findings: [...this.findings()],
    };
  }

  async #viewOf(name: string, channel: Channel): Promise<ChannelView> {
    const { ledger, clock, senders } = this.#options;
    const { dead, lastSent } = ledger.figures(name, clock.now() - WEEK_MS);
    const quiet = quietUntil(channel, clock.now());
    const problem = await senders.problem(channel);
    return {
      name,
      kind: channel.kind,
      enabled: channel.enabled !== false,
      where: senders.where(channel),
      waiting: ledger.countWaiting(name),
      dead,
      ...(quiet === undefined ? {} : { quietUntil: isoAt(quiet) }),
      ...(lastSent === undefined ? {} : { lastSentAt: isoAt(lastSent) }),
      ...(problem === undefined ? {} : { problem }),
    };
  }

  text(): NotifyText {
    const { book, file } = this.#options;
    return { file, text: book.text, hash: book.hash, findings: [...book.findings()] };
  }

  check(text: string): { findings: Finding[] } {
    return { findings: [...parseNotify(text, this.#options.file).findings] };
  }

  /** @throws LukaError notify_invalid, notify_changed, disk_full */
  async set(text: string, hash: string, by: Actor): Promise<NotifyText> {
    await this.#options.book.set(text, hash, by);
    return this.text();
  }

  /** Of the file, and of channels by which messages could not be sent since they last could. */
  findings(): readonly Finding[] {
    const { book, ledger, clock } = this.#options;
    const undelivered = [...this.#couriers.keys()].flatMap((name): Finding[] => {
      const last = ledger.lastDead(name);
      const { dead, lastSent } = ledger.figures(name, clock.now() - WEEK_MS);
      const at = last?.endedAt === undefined ? undefined : Date.parse(last.endedAt);
      if (dead === 0 || at === undefined || (lastSent !== undefined && lastSent > at)) return [];
      return [
        {
          code: 'notify_undelivered',
          severity: 'warning',
          message: `the channel ${name} could not send ${dead === 1 ? 'a message' : `${dead} messages`}: ${last?.answer ?? 'no answer'}`,
          remedy: `mend it, then try it with \`luka notify test ${name}\``,
        },
      ];
    });
    return [...book.findings(), ...undelivered];
  }

  /** Now, whatever the limit and the hour. @throws LukaError channel_unknown */
  async test(name: string, by: Actor): Promise<TestResult> {
    const { book, senders, clock, ledger, store, audit, newId } = this.#options;
    const channel = book.current.channels?.[name];
    if (!channel) throw new LukaError('channel_unknown', { message: `there is no channel ${name}` });
    const message: Message = {
      id: newId(),
      kind: 'test',
      severity: 'info',
      title: `Luka reaches you by ${name}`,
      body: `A test, asked for by ${by.name === 'person' ? 'you' : by.name}`,
      open: '/notifications',
      at: isoAt(clock.now()),
      count: 1,
      notices: [],
    };
    const begun = clock.monotonic();
    const { state, answer } = await senders.send(channel, message, new AbortController().signal);
    const ok = state === 'sent';
    await store.write((tx) => {
      ledger.addTest(tx, name, message, clock.now(), ok ? 'sent' : 'dead', answer);
      audit.append(tx, {
        actor: by,
        action: 'notify.tested',
        subject: `channel ${name}`,
        decision: ok ? 'sent' : 'failed',
        reason: answer,
      });
      tx.emit({ type: 'notify.changed', data: { channel: name, state: ok ? 'sent' : 'dead' } });
    });
    return { ok, answer, tookMs: clock.monotonic() - begun, id: message.id };
  }

  list(query: {
    channel?: string | undefined;
    state?: MessageState | undefined;
    before?: number | undefined;
    limit: number;
  }): { messages: MessageRow[]; next?: number } {
    return this.#options.ledger.list(query);
  }

  /** Sends one that was given up once more, under its id. @throws LukaError message_unknown, message_open, channel_unknown */
  async retry(seq: number, by: Actor): Promise<MessageRow> {
    const { ledger, store, clock, audit } = this.#options;
    const row = ledger.row(seq);
    if (!row) throw new LukaError('message_unknown', { message: `there is no message ${seq}` });
    if (row.state !== 'dead')
      throw new LukaError('message_open', { message: `message ${seq} is ${row.state}` });
    if (!this.#couriers.has(row.channel))
      throw new LukaError('channel_unknown', { message: `there is no channel ${row.channel} any more` });
    await store.write((tx) => {
      ledger.reopen(tx, seq, clock.now());
      audit.append(tx, { actor: by, action: 'notify.retried', subject: `message ${seq}` });
      tx.emit({ type: 'notify.changed', data: { channel: row.channel, message: seq, state: 'waiting' } });
    });
    this.#lookAt(row.channel);
    return ledger.row(seq)!;
  }

  #pruneLater(): void {
    const { clock, onError } = this.#options;
    this.#cancelPrune = clock.after(86_400_000, () => {
      this.#prune().catch(onError);
      this.#pruneLater();
    });
  }

  async #prune(): Promise<void> {
    const { store, ledger, clock } = this.#options;
    const before = clock.now() - KEPT_MS;
    while (store.commit((tx) => ledger.prune(tx, before, PRUNED_AT_ONCE)) > 0) await breathe();
  }
}
