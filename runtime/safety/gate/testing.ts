/** The gate of one temporary ledger, with an assessment that reads danger out of plain words. */
import { join } from 'node:path';
import type { Asker, RiskReason } from '#shared/nouns/gate.ts';
import { PERSON, type Actor } from '#shared/nouns/role.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import { ApprovalDesk } from '../../governance/approvals/approval-desk.ts';
import { AuditLog } from '../../governance/audit/audit-log.ts';
import type { Policy } from '#shared/nouns/policy.ts';
import { RunLedger } from '../../runs/run-ledger.ts';
import { Durability } from '../../store/durability.ts';
import { openDatabase } from '../../store/open-database.ts';
import { Store } from '../../store/store.ts';
import { ManualClock, temporaryFolder } from '../../testing.ts';
import type { Assessment } from '../assess/ports.ts';
import { effectivePolicy } from '../policy/effective-policy.ts';
import type { Work } from '../work.ts';
import { askerOf } from './asker.ts';
import { Gate } from './gate.ts';
import { Gatekeeper, requestOf } from './gatekeeper.ts';

export const BY_PERSON: RunCause = { kind: 'manual', by: 'person' };
export const BY_AGENT: RunCause = { kind: 'order', by: 'agent' };

export function shellTask(run: string, more: Partial<TaskDefinition> = {}): TaskDefinition {
  return { steps: [{ run }], ...more };
}

export async function openGate(start: { policy?: Policy } = {}) {
  const folder = await temporaryFolder();
  const database = join(folder.path, 'luka.db');
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const durability = new Durability(`${database}-wal`);
  const store = new Store({ db: openDatabase(database, 0).db, clock, durability, onError });
  const audit = new AuditLog({ store, clock });
  const ledger = new RunLedger(store, clock);
  let policy = effectivePolicy(start.policy ?? {}, ['/work']);
  const state = {
    /** SHA-256 of the file that every run takes part in. */
    file: 'a'.repeat(64),
    noSandbox: undefined as string | undefined,
    author: undefined as Asker | undefined,
    pumped: 0,
  };
  const approvals: ApprovalDesk = new ApprovalDesk({
    store,
    clock,
    audit,
    ledger,
    expire: () => policy.expire,
    judgeAgain: (run) => {
      const row = ledger.row(run)!;
      return gate.judge(requestOf(row, ledger.definition(row.definition_hash)));
    },
    pump: () => (state.pumped += 1),
    onError,
  });
  const gate: Gate = new Gate({
    clock,
    places: { personHome: '/home/me', lukaHome: '/luka', modules: '/luka/modules', shell: '/bin/bash' },
    policy: () => policy,
    assess: (work) => Promise.resolve(readDanger(work, state.file)),
    readScript: () => Promise.resolve(undefined),
    grants: () => Promise.resolve({ grants: { write: ['/work'], read: [] }, reasons: [] }),
    history: () => ({ succeeded: 0, changedSinceApproval: false, failuresInRow: 0 }),
    authorOf: ({ cause }) => state.author ?? askerOf(cause),
    noSandbox: () => Promise.resolve(state.noSandbox),
    grantFor: (hash) => approvals.grantFor(hash),
  });
  const keeper = new Gatekeeper({
    store,
    ledger,
    gate,
    approvals,
    audit,
    pump: () => (state.pumped += 1),
    onError,
  });
  approvals.start();
  return {
    clock,
    store,
    audit,
    ledger,
    approvals,
    gate,
    keeper,
    state,
    errors,
    setPolicy(next: Policy) {
      policy = effectivePolicy(next, ['/work']);
    },
    /** A run as a person or an agent asks for it. */
    async ask(
      definition: TaskDefinition,
      { cause = BY_PERSON, by = PERSON, task }: { cause?: RunCause; by?: Actor; task?: string } = {},
    ) {
      const run = { task, title: 'a run', priority: 'normal', cause, params: {}, definition } as const;
      const judgement = await keeper.judge(run, by);
      return store.commit((tx) => {
        const { id } = ledger.insert(tx, run).run;
        keeper.enter(tx, id, run, judgement, by);
        return ledger.row(id)!;
      });
    },
    /** A run as the schedule writes it: not judged yet. */
    queue(definition: TaskDefinition, cause: RunCause = { kind: 'cron', by: 'schedule' }, task = 'a') {
      return ledger.add({ task, title: 'a run', priority: 'normal', cause, params: {}, definition }).run.id;
    },
    row: (id: number) => ledger.row(id)!,
    actions: () => audit.list({ after: 0, limit: 1_000 }).rows.map(({ action }) => action),
    /** Everything that was judged in the background is. */
    async settled() {
      while (store.get("select 1 from runs where state = 'queued' and gate is null"))
        await new Promise((resolve) => setImmediate(resolve));
      await store.durable();
    },
    async [Symbol.asyncDispose]() {
      approvals.stop();
      await durability.close();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** `ask`, `deny` and `risk N` in a shell line are what they say. */
function readDanger(work: Work, file: string): Assessment {
  const reasons = work.steps.flatMap(({ action }, step): RiskReason[] => {
    const text = action.kind === 'shell' ? action.script : '';
    const points = Number(/risk (\d+)/.exec(text)?.[1] ?? 0);
    return [
      ...(points > 0 ? [{ rule: 'risk', points, text: `risks ${points}`, step }] : []),
      ...(text.includes('deny')
        ? [{ rule: 'deny', points: 100, text: 'is deadly', effect: 'deny' as const }]
        : []),
      ...(text.includes('ask')
        ? [{ rule: 'ask', points: 10, text: 'is unclear', effect: 'ask' as const }]
        : []),
    ];
  });
  return {
    reasons,
    touches: { reads: [], writes: [], deletes: [], network: [], programs: [] },
    files: [{ path: '/work/script.sh', sha256: file }],
  };
}
