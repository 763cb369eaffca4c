/**
 * The policy in force. The file is the person's: read at the start, read again when it changes, and every change is a row
 * of the audit. While the file has errors the last policy that had none stays in force; where there never was one,
 * everything waits for a human.
 */
import { createHash } from 'node:crypto';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { Policy } from '#shared/nouns/policy.ts';
import { LUKA, PERSON, type Actor } from '#shared/nouns/role.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import { replaceFile } from '../../home/atomic-file.ts';
import { WatchedFile } from '../../home/watched-file.ts';
import type { Store } from '../../store/store.ts';
import { editFlag } from '../../tasks/edit-enabled.ts';
import { effectivePolicy, strictestPolicy, type EffectivePolicy } from './effective-policy.ts';
import { parsePolicy } from './parse-policy.ts';

export interface PolicyBookOptions {
  readonly file: string;
  readonly store: Store;
  readonly audit: AuditLog;
  /** Folders that work may write to where the policy names none. */
  readonly roots: readonly string[];
  readonly onError: (error: unknown) => void;
}

export class PolicyBook {
  readonly #options: PolicyBookOptions;
  #text = '';
  #findings: readonly Finding[] = [];
  #current: EffectivePolicy;
  readonly #watched: WatchedFile;
  readonly #listeners = new Set<(policy: EffectivePolicy) => void>();

  constructor(options: PolicyBookOptions) {
    this.#options = options;
    this.#watched = new WatchedFile(options.file, options.onError);
    this.#current = strictestPolicy(options.roots);
  }

  get current(): EffectivePolicy {
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

  onChange(listener: (policy: EffectivePolicy) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
   * @throws LukaError policy_invalid, policy_changed, disk_full
   */
  set(text: string, hash: string, by: Actor): Promise<void> {
    return this.#watched.inTurn(async () => {
      await this.#look();
      if (hash !== this.hash) throw new LukaError('policy_changed');
      await this.#write(text, by);
    });
  }

  /** `paused` in the file, everything else in it kept. @throws LukaError policy_invalid, disk_full */
  setPaused(paused: boolean, by: Actor, reason?: string): Promise<void> {
    return this.#watched.inTurn(async () => {
      await this.#look();
      if (this.#current.paused === paused && this.#findings.length === 0) return;
      const text =
        this.#text.trim() === '' ? `paused: ${paused}\n` : editFlag(this.#text, 'paused', paused, false);
      if (text === undefined)
        throw new LukaError('policy_invalid', {
          message: 'policy.yaml cannot be edited while it has errors',
          findings: [...this.#findings],
        });
      await this.#write(text, by, reason);
    });
  }

  async #write(text: string, by: Actor, reason?: string): Promise<void> {
    const { file } = this.#options;
    const { policy, findings } = parsePolicy(text, file);
    if (!policy) {
      const [first] = findings;
      throw new LukaError('policy_invalid', {
        message: `policy.yaml: ${first?.message ?? 'it is not valid'}`,
        ...(first ? { remedy: first.remedy } : {}),
        findings: [...findings],
      });
    }
    await replaceFile(file, text);
    this.#take(text, policy, by, reason);
    await this.#options.store.durable();
  }

  async #look(first = false): Promise<void> {
    const { file } = this.#options;
    const text = await this.#watched.read();
    if (text === this.#text && !first) return;
    const { policy, findings } = parsePolicy(text, file);
    if (policy) {
      this.#take(text, policy, PERSON);
      return;
    }
    this.#text = text;
    this.#findings = findings;
    if (first) this.#takeLastGood();
    const reason = findings[0]?.message;
    if (this.#lastAudited('invalid') !== hashOf(text)) this.#commit('policy.invalid', LUKA, { text, reason });
  }

  /** Where a start finds errors in the file: the policy that was in force before it. */
  #takeLastGood(): void {
    const { store, roots, file } = this.#options;
    const good = store.get<{ value: string }>("select value from marks where name = 'policy.good'")?.value;
    const { policy } = good === undefined ? {} : parsePolicy(good, file);
    this.#current = policy ? effectivePolicy(policy, roots) : strictestPolicy(roots);
  }

  #take(text: string, policy: Policy, by: Actor, reason?: string): void {
    const before = this.#current;
    this.#text = text;
    this.#findings = [];
    this.#current = effectivePolicy(policy, this.#options.roots);
    if (this.#lastAudited('good') !== hashOf(text)) {
      const after = this.#current;
      const switched = before.version === after.version && before.paused !== after.paused;
      const action = switched ? (after.paused ? 'freeze.on' : 'freeze.off') : 'policy.changed';
      this.#commit(action, by, { text, reason });
    }
    for (const listener of this.#listeners) listener(this.#current);
  }

  #lastAudited(kind: 'good' | 'invalid'): string | undefined {
    const text = this.#options.store.get<{ value: string }>(
      'select value from marks where name = ?',
      `policy.${kind}`,
    )?.value;
    // Nothing was ever written down: an absent file is how it begins, and no change.
    return text === undefined ? (kind === 'good' ? hashOf('') : undefined) : hashOf(text);
  }

  #commit(
    action: 'policy.changed' | 'policy.invalid' | 'freeze.on' | 'freeze.off',
    actor: Actor,
    { text, reason }: { text: string; reason?: string | undefined },
  ): void {
    const { store, audit } = this.#options;
    const mark = action === 'policy.invalid' ? 'policy.invalid' : 'policy.good';
    store.commit((tx) => {
      const before =
        tx.get<{ value: string }>('select value from marks where name = ?', 'policy.good')?.value ?? '';
      tx.run(
        'insert into marks (name, value) values (?, ?) on conflict do update set value = excluded.value',
        mark,
        text,
      );
      if (action !== 'policy.invalid') tx.run("delete from marks where name = 'policy.invalid'");
      audit.append(tx, {
        actor,
        action,
        subject: 'policy',
        subjectHash: hashOf(text),
        before,
        after: text,
        ...(reason === undefined ? {} : { reason }),
      });
      tx.emit({
        type: action === 'freeze.on' || action === 'freeze.off' ? 'freeze.changed' : 'policy.changed',
        data: { valid: action !== 'policy.invalid', paused: this.#current.paused },
      });
    });
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
