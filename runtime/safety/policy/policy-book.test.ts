import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PERSON, type Actor } from '#shared/nouns/role.ts';
import { systemClock } from '../../clock.ts';
import { AuditLog } from '../../governance/audit/audit-log.ts';
import { Durability } from '../../store/durability.ts';
import { openDatabase } from '../../store/open-database.ts';
import { Store } from '../../store/store.ts';
import { temporaryFolder } from '../../testing.ts';
import { PolicyBook } from './policy-book.ts';

const GG: Actor = { name: 'gg', role: 'gg' };

async function openPolicy(text?: string) {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'policy.yaml');
  const database = join(folder.path, 'luka.db');
  if (text !== undefined) await writeFile(file, text);
  const durability = new Durability(`${database}-wal`);
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const store = new Store({ db: openDatabase(database, 0).db, clock: systemClock, durability, onError });
  const audit = new AuditLog({ store, clock: systemClock });
  const make = () => new PolicyBook({ file, store, audit, roots: ['/work'], onError });
  let book = make();
  await book.start();
  return {
    get book() {
      return book;
    },
    file,
    errors,
    rows: () =>
      audit
        .list({ after: 0, limit: 100 })
        .rows.map(({ action, actor, reason }) => [action, actor.name, reason]),
    async restart() {
      await book.stop();
      book = make();
      await book.start();
    },
    /** Saves as an editor does, and waits until it is taken up. */
    async save(next: string) {
      const seen = Promise.withResolvers<void>();
      const off = book.onChange(() => seen.resolve());
      await writeFile(file, next);
      const poll = setInterval(() => book.text === next && seen.resolve(), 10);
      await seen.promise;
      clearInterval(poll);
      off();
    },
    async [Symbol.asyncDispose]() {
      await book.stop();
      await durability.close();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('the policy in force', () => {
  it('is the built-in one where there is no file, and that is no change to tell of', async () => {
    await using policy = await openPolicy();
    expect(policy.book.current).toMatchObject({ paused: false, ask: { agent: 40 } });
    expect(policy.rows()).toEqual([]);
    expect(policy.book.findings()).toEqual([]);
  });

  it('follows the file, and every version is in the audit', async () => {
    await using policy = await openPolicy('network: false\n');
    expect(policy.book.current.network).toBe(false);
    await policy.save('network: true\n');
    expect(policy.book.current.network).toBe(true);
    expect(policy.rows()).toEqual([
      ['policy.changed', 'person', undefined],
      ['policy.changed', 'person', undefined],
    ]);
    await policy.restart();
    expect(policy.rows()).toHaveLength(2);
  });

  it('stays what it was while the file has errors, and says so once', async () => {
    await using policy = await openPolicy('network: false\n');
    await policy.save('network: perhaps\n');
    expect(policy.book.current.network).toBe(false);
    expect(policy.book.findings()[0]).toMatchObject({ code: 'policy_invalid', line: 1 });
    await policy.restart();
    // Also for a start: what was in force before is known.
    expect(policy.book.current.network).toBe(false);
    expect(policy.rows().map(([action]) => action)).toEqual(['policy.changed', 'policy.invalid']);
  });

  it('lets nothing run unasked where no policy was ever readable', async () => {
    await using policy = await openPolicy('{{{');
    expect(policy.book.current.ask).toEqual({ person: 0, schedule: 0, agent: 0 });
  });

  it('falls back to the built-in one when the file is removed', async () => {
    await using policy = await openPolicy('network: false\n');
    const seen = Promise.withResolvers<void>();
    policy.book.onChange(() => seen.resolve());
    await rm(policy.file);
    await seen.promise;
    expect(policy.book.current.network).toBe(true);
  });
});

describe('a change through the API', () => {
  it('is made for the text that was read, and refused where that is not there any more', async () => {
    await using policy = await openPolicy('network: false\n');
    const { hash } = policy.book;
    await policy.book.set('network: true # yes\n', hash, PERSON);
    expect(policy.book.current.network).toBe(true);
    await expect(policy.book.set('network: false\n', hash, PERSON)).rejects.toMatchObject({
      code: 'policy_changed',
    });
  });

  it('is refused where it is no policy, and nothing is written', async () => {
    await using policy = await openPolicy('network: false\n');
    await expect(policy.book.set('networks: 1\n', policy.book.hash, PERSON)).rejects.toMatchObject({
      code: 'policy_invalid',
      findings: [expect.objectContaining({ line: 1 })],
    });
    expect(policy.book.text).toBe('network: false\n');
  });
});

describe('a freeze', () => {
  it('keeps the rest of the file, comments too', async () => {
    await using policy = await openPolicy('# mine\nnetwork: false # at home\n');
    await policy.book.setPaused(true, GG, 'looks odd');
    expect(policy.book.text).toBe('# mine\npaused: true\nnetwork: false # at home\n');
    expect(policy.book.current).toMatchObject({ paused: true, network: false });
    await policy.book.setPaused(false, PERSON);
    expect(policy.book.text).toBe('# mine\npaused: false\nnetwork: false # at home\n');
    expect(policy.rows().slice(1)).toEqual([
      ['freeze.on', 'gg', 'looks odd'],
      ['freeze.off', 'person', undefined],
    ]);
  });

  it('makes the file where there is none', async () => {
    await using policy = await openPolicy();
    await policy.book.setPaused(true, PERSON);
    expect(policy.book.text).toBe('paused: true\n');
    await policy.restart();
    expect(policy.book.current.paused).toBe(true);
  });

  it('asked for twice is one', async () => {
    await using policy = await openPolicy();
    await Promise.all([policy.book.setPaused(true, PERSON), policy.book.setPaused(true, GG)]);
    expect(policy.rows()).toHaveLength(1);
  });
});
