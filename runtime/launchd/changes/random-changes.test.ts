/** 500 sequences of changes at random, with failures at random: old or new, never between, and it says which. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AgentChange } from '#shared/nouns/agent.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentChanges } from './agent-changes.ts';
import { ACTOR, hashOf, jobText, openMachine, type Machine, type Picture } from './testing.ts';

type Operation = { readonly label: 'a.job' | 'b.job' } & (
  | { readonly kind: 'create' | 'edit'; readonly program: string; readonly isKept: boolean }
  | { readonly kind: 'enable' | 'disable' | 'remove' }
  | { readonly kind: 'rollback'; readonly back: number }
);

interface Trouble {
  /** Calls after the change began. */
  readonly at: number;
  readonly times: number;
  readonly code: number;
  readonly isDone: boolean;
  readonly isCrash: boolean;
}

const labels = fc.constantFrom('a.job' as const, 'b.job' as const);
const operations: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('create' as const, 'edit' as const),
    label: labels,
    program: fc.constantFrom('/made-up/serve', '/made-up/slow', '/made-up/deaf', '/made-up/fails'),
    isKept: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('enable' as const, 'disable' as const, 'remove' as const),
    label: labels,
  }),
  fc.record({ kind: fc.constant('rollback' as const), label: labels, back: fc.nat(3) }),
);
const troubles: fc.Arbitrary<Trouble | undefined> = fc.option(
  fc.record({
    at: fc.nat(24),
    times: fc.constantFrom(1, 1, 2, 5, 1_000, 1_000),
    code: fc.constantFrom(1, 3, 5, 36, 37, 113, 119, 125, 0),
    isDone: fc.boolean(),
    isCrash: fc.boolean(),
  }),
  { freq: 4, nil: undefined },
);
const steps = fc.array(fc.record({ operation: operations, trouble: troubles }), {
  minLength: 3,
  maxLength: 7,
});

const by = { actor: ACTOR };

function textOf(operation: Extract<Operation, { kind: 'create' | 'edit' }>): string {
  const keys: Record<string, string> = operation.isKept
    ? { KeepAlive: '<true/>' }
    : { StartInterval: '<integer>3600</integer>' };
  return jobText(operation.label, operation.program, keys);
}

async function perform(
  machine: Machine,
  changes: AgentChanges,
  operation: Operation,
): Promise<AgentChange | undefined> {
  const file = machine.fileOf(operation.label);
  const { text } = await machine.picture(operation.label);
  try {
    switch (operation.kind) {
      case 'create':
        return await changes.create({ file, text: textOf(operation) }, by);
      case 'edit':
        return await changes.edit({ file, text: textOf(operation), hash: hashOf(text ?? '') }, by);
      case 'enable':
      case 'disable':
      case 'remove':
        return await changes.setState({ file, action: operation.kind }, by);
      case 'rollback':
        return await changes.rollback(
          Math.max(1, changes.history({ limit: 9 }).changes.length - operation.back),
          by,
        );
    }
  } catch (error) {
    // Refused, and nothing begun.
    if (error instanceof LukaError) return undefined;
    throw error;
  }
}

/** What a change that is done has come to, told without looking at how it is done. */
function expectDone(operation: Operation, before: Picture, after: Picture): void {
  switch (operation.kind) {
    case 'create':
      expect(after).toMatchObject({ text: textOf(operation), mode: 0o644, loaded: true, disabled: false });
      break;
    case 'edit':
      expect(after).toMatchObject({ text: textOf(operation), mode: 0o644, loaded: before.loaded });
      expect(after.disabled).toBe(before.disabled);
      break;
    case 'enable':
      expect(after).toMatchObject({ text: before.text, loaded: true, disabled: false });
      break;
    case 'disable':
      expect(after).toMatchObject({ text: before.text, loaded: false, disabled: true });
      break;
    case 'remove':
      expect(after).toMatchObject({ text: null, loaded: false });
      break;
    case 'rollback':
      break;
  }
}

async function expectOneSide(
  machine: Machine,
  changes: AgentChanges,
  change: AgentChange,
  operation: Operation,
  before: Picture,
): Promise<void> {
  const label = change.label;
  const after = await machine.picture(label);
  if (change.state === 'rolled_back') expect(after).toEqual(before);
  else if (change.state === 'done') {
    expectDone(operation, before, after);
    expect(after.text).toBe(change.after);
  } else {
    const message = change.message ?? '';
    expect(change.state).toBe('stuck');
    if (after.loaded !== before.loaded || after.disabled !== before.disabled || after.text !== before.text)
      expect(message).toContain('Not as before: ');
    if (after.text !== before.text) expect(message).toContain(`${label}.plist`);
    const back = await changes.rollback(change.id, by);
    expect([message, back.message, back.state]).toEqual([message, undefined, 'done']);
    expect(await machine.picture(label)).toEqual(before);
  }
}

it('leaves the old state or the new one, and says which', { timeout: 300_000 }, async () => {
  const ends: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      await using machine = await openMachine();
      let { changes } = machine.luka();
      for (const { operation, trouble } of sequence) {
        machine.behave();
        const [newest] = changes.history({ limit: 1 }).changes;
        const before = { 'a.job': await machine.picture('a.job'), 'b.job': await machine.picture('b.job') };
        let began = 0;
        const crash = Promise.withResolvers<undefined>();
        machine.meddle(async (_args, call, go) => {
          if (began === 0 && changes.history({ limit: 1 }).changes[0]?.state === 'going') began = call;
          const at = began === 0 ? -1 : call - began;
          if (!trouble || at < trouble.at || at >= trouble.at + trouble.times) return go();
          if (trouble.isDone) await go();
          if (trouble.isCrash) {
            crash.resolve(undefined);
            return new Promise<never>(() => undefined);
          }
          return { code: trouble.code, out: '', err: '' };
        });
        await Promise.race([perform(machine, changes, operation), crash.promise]);
        machine.behave();
        if (changes.history({ limit: 1 }).changes[0]?.state === 'going') {
          ({ changes } = machine.luka());
          await changes.recover();
        }
        const [change] = changes.history({ limit: 1 }).changes;
        if (!change || change.id === newest?.id) {
          expect(await machine.picture('a.job')).toEqual(before['a.job']);
          expect(await machine.picture('b.job')).toEqual(before['b.job']);
          ends['refused'] = (ends['refused'] ?? 0) + 1;
          continue;
        }
        ends[change.state] = (ends[change.state] ?? 0) + 1;
        const label = change.label as 'a.job' | 'b.job';
        const other = label === 'a.job' ? 'b.job' : 'a.job';
        await expectOneSide(machine, changes, change, operation, before[label]);
        expect(await machine.picture(other)).toEqual(before[other]);
        expect(machine.errors).toEqual([]);
      }
    }),
    { numRuns: 500, seed: 5 },
  );
  // Sequences that never come to one of these would prove little.
  for (const end of ['done', 'rolled_back', 'stuck', 'refused'])
    expect([end, ends[end]! > 20]).toEqual([end, true]);
});
