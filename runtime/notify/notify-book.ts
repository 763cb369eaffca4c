/**
 * Channels and routes in force. The file is the person's: read at the start, read again when it changes, and every change is
 * a row of the audit. While it has errors what held before it holds.
 */
import { createHash } from 'node:crypto';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { NotifyFile } from '#shared/nouns/notify.ts';
import { LUKA, PERSON, type Actor } from '#shared/nouns/role.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import { replaceFile } from '../home/atomic-file.ts';
import { WatchedFile } from '../home/watched-file.ts';
import type { Store } from '../store/store.ts';
import { parseNotify } from './parse-notify.ts';

type Mark = 'notify.good' | 'notify.invalid';

export interface NotifyBookOptions {
  readonly file: string;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

export class NotifyBook {
  readonly #options: NotifyBookOptions;
  #text = '';
  #findings: readonly Finding[] = [];
  #current: NotifyFile = {};
  readonly #watched: WatchedFile;

  constructor(options: NotifyBookOptions) {
    this.#options = options;
    this.#watched = new WatchedFile(options.file, options.onError);
  }

  get current(): NotifyFile {
    return this.#current;
  }

  /** The file as it is now, sound or not. */
  get text(): string {
    return this.#text;
  }

  get hash(): string {
    return hashOf(this.#text);
  }

  findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Reads the file and begins to watch it. */
  async start(): Promise<void> {
    this.#watched.watch(() => this.#look());
    await this.#watched.inTurn(() => this.#look(true));
  }

  stop(): Promise<void> {
    return this.#watched.stop();
  }

  /**
   * Writes the file.
   * @param hash of the text that it replaces
   * @throws LukaError notify_invalid, notify_changed, disk_full
   */
  set(text: string, hash: string, by: Actor): Promise<void> {
    return this.#watched.inTurn(async () => {
      await this.#look();
      if (hash !== this.hash) throw new LukaError('notify_changed');
      const { file, store } = this.#options;
      const { notify, findings } = parseNotify(text, file);
      if (!notify) {
        const [first] = findings;
        throw new LukaError('notify_invalid', {
          message: `notify.yaml: ${first?.message ?? 'it is not valid'}`,
          ...(first ? { remedy: first.remedy } : {}),
          findings: [...findings],
        });
      }
      await replaceFile(file, text);
      this.#take(text, notify, by);
      await store.durable();
    });
  }

  async #look(first = false): Promise<void> {
    const { file } = this.#options;
    const text = await this.#watched.read();
    if (text === this.#text && !first) return;
    const { notify, findings } = parseNotify(text, file);
    if (notify) return this.#take(text, notify, PERSON);
    this.#text = text;
    this.#findings = findings;
    if (first) this.#current = parseNotify(this.#noted('notify.good') ?? '', file).notify ?? {};
    if (this.#noted('notify.invalid') !== text)
      this.#commit('notify.invalid', LUKA, text, findings[0]?.message);
    if (first) this.#options.onChange();
  }

  #take(text: string, notify: NotifyFile, by: Actor): void {
    this.#text = text;
    this.#findings = [];
    this.#current = notify;
    // An absent file is how it begins, and no change.
    if ((this.#noted('notify.good') ?? '') !== text) this.#commit('notify.good', by, text);
    this.#options.onChange();
  }

  #noted(mark: Mark): string | undefined {
    return this.#options.store.get<{ value: string }>('select value from marks where name = ?', mark)?.value;
  }

  #commit(mark: Mark, actor: Actor, text: string, reason?: string): void {
    const { store, audit } = this.#options;
    const before = this.#noted('notify.good') ?? '';
    store.commit((tx) => {
      tx.run(
        'insert into marks (name, value) values (?, ?) on conflict do update set value = excluded.value',
        mark,
        text,
      );
      if (mark === 'notify.good') tx.run("delete from marks where name = 'notify.invalid'");
      audit.append(tx, {
        actor,
        action: mark === 'notify.good' ? 'notify.changed' : 'notify.invalid',
        subject: 'notify.yaml',
        subjectHash: hashOf(text),
        before,
        after: text,
        ...(reason === undefined ? {} : { reason }),
      });
      tx.emit({ type: 'notify.changed', data: { file: true, valid: mark === 'notify.good' } });
    });
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
