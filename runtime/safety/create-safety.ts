/** The rooms that decide, ask, check and remember, put together. */
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AuditAction } from '#shared/nouns/audit.ts';
import type { PolicyView } from '#shared/http/safety.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { Asker } from '#shared/nouns/gate.ts';
import { isAgent, type Actor } from '#shared/nouns/role.ts';
import type { Task } from '#shared/nouns/task.ts';
import type { Clock } from '../clock.ts';
import { ApprovalDesk } from '../governance/approvals/approval-desk.ts';
import { createAuditHead } from '../governance/audit/audit-head.ts';
import { AuditLog } from '../governance/audit/audit-log.ts';
import { createRefusalLog } from '../governance/audit/refusal-log.ts';
import { ClientBook } from '../governance/clients/client-book.ts';
import { ValidationDesk } from '../governance/validation/validation-desk.ts';
import type { HomeLayout } from '../home/layout.ts';
import { allowedRoots, shellOf } from '../runs/environment.ts';
import { expandHome } from '../runs/step-results.ts';
import type { RunGate } from '../runs/run-service.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import type { TaskHealthBook } from '../runs/task-health.ts';
import { createRateLimit } from '../server/rate-limit.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { assessApart } from './assess/assess-apart.ts';
import { readScript } from './assess/script-reader.ts';
import { askerOf } from './gate/asker.ts';
import { Gate } from './gate/gate.ts';
import { Gatekeeper, requestOf } from './gate/gatekeeper.ts';
import { rememberRoots, resolveGrants } from './gate/resolve-grants.ts';
import { workHistory } from './gate/work-history.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import { findSandbox } from './sandbox/find-sandbox.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { PolicyBook } from './policy/policy-book.ts';

export interface SafetyOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly ledger: RunLedger;
  readonly health: Pick<TaskHealthBook, 'of'>;
  readonly env: NodeJS.ProcessEnv;
  readonly task: (id: string) => LoadedTask | undefined;
  /** A run may start. */
  readonly pump: () => void;
  readonly onError: (error: unknown) => void;
}

/** `before`: the hash of the file until then; none where it is new. */
export interface TaskChange {
  readonly what: string;
  readonly before?: string;
}

export type Safety = ReturnType<typeof createSafety>;

export function createSafety(options: SafetyOptions) {
  const { store, clock, layout, ledger, env, onError } = options;
  const head = createAuditHead({ file: layout.auditHead, store, onError });
  const audit = new AuditLog({ store, clock, head });
  const personHome = env['HOME'] ?? homedir();
  // It is there, it is a folder of ours, and while the lock is held it stays where it is.
  const realHome = realpathSync(layout.root);
  const rootsOf = rememberRoots(personHome, clock);
  /** Looked for when first asked about: most starts have nothing to confine. */
  let finding: Promise<Sandbox | { reason: string }> | undefined;
  let sandbox: Sandbox | { reason: string } | undefined;
  const policy = new PolicyBook({ file: layout.policy, store, audit, roots: allowedRoots(env), onError });
  const clients = new ClientBook({ store, clock, audit });
  const validation = new ValidationDesk({ store, clock, audit });
  const approvals: ApprovalDesk = new ApprovalDesk({
    store,
    clock,
    audit,
    ledger,
    expire: () => policy.current.expire,
    judgeAgain: (run) => {
      const row = ledger.row(run)!;
      return gate.judge(requestOf(row, ledger.definition(row.definition_hash)));
    },
    pump: options.pump,
    onError,
  });
  const gate: Gate = new Gate({
    clock,
    places: {
      personHome,
      lukaHome: layout.root,
      modules: layout.modules,
      shell: shellOf(env),
    },
    policy: () => policy.current,
    assess: assessApart,
    readScript,
    grants: (definition, now) =>
      resolveGrants(definition, now, {
        lukaHome: realHome,
        lukaGrantable: [join(realHome, 'reports')],
        personHome,
        cwd: expandHome(definition.cwd ?? personHome, personHome),
        rootsOf,
      }),
    history: workHistory(store, options.health),
    authorOf: ({ task, cause }): Asker => {
      const asker = askerOf(cause);
      if (task === undefined || cause.kind === 'order') return asker;
      if (isByAgent(store, options.task(task))) return 'agent';
      // Whoever starts it, the work is the person's.
      return asker === 'agent' ? 'person' : asker;
    },
    noSandbox: async () => {
      const found = await (finding ??= find());
      return 'reason' in found ? found.reason : undefined;
    },
    grantFor: (hash) => approvals.grantFor(hash),
  });
  const keeper = new Gatekeeper({ store, ledger, gate, approvals, audit, pump: options.pump, onError });
  const runGate: RunGate = {
    frozen: () => policy.current.paused,
    judge: (request, by) => keeper.judge(request, by),
    preview: (request) => keeper.preview(request),
    enter: (tx, run, request, judgement, by) => keeper.enter(tx, run, request, judgement, by),
    noteCancel: (run, reason, by) => keeper.noteCancel(run, reason, by),
  };
  const find = async () => (sandbox = await findSandbox({ env }));
  const refusals = createRefusalLog({ audit, clock, onError });

  return {
    audit,
    policy,
    clients,
    validation,
    approvals,
    keeper,
    runGate,
    refusals,
    limit: createRateLimit({ clock, perMinute: () => policy.current.perMinute }),
    findings: (): readonly Finding[] => policy.findings(),
    async start(): Promise<void> {
      await policy.start();
      policy.onChange((now) => {
        if (!now.paused) options.pump();
      });
      approvals.start();
    },
    async stop(): Promise<void> {
      approvals.stop();
      refusals.close();
      await policy.stop();
      await head.close();
    },
    /** What confines processes here; undefined where nothing does, or nobody asked yet. */
    sandbox: (): Sandbox | undefined => (sandbox && 'tool' in sandbox ? sandbox : undefined),
    /** The same, looked for. */
    findSandbox: (): Promise<Sandbox | { reason: string }> => (finding ??= find()),
    async policyView(): Promise<PolicyView> {
      const { current, text, hash } = policy;
      return {
        file: layout.policy,
        text,
        hash,
        findings: [...policy.findings()],
        paused: current.paused,
        values: { ...current },
        sandbox: sandboxView(await (finding ??= find())),
      };
    },
    checkPolicy: (text: string): { findings: Finding[] } => ({
      findings: [...parsePolicy(text, layout.policy).findings],
    }),
    /** Somebody changed a task through the API; an agent's hand is remembered. */
    noteTaskChange(task: Pick<Task, 'id' | 'hash'>, how: TaskChange, by: Actor): void {
      store.commit((tx) => {
        audit.append(tx, {
          actor: by,
          action: 'task.changed',
          subject: `task ${task.id}`,
          reason: how.what,
          subjectHash: task.hash,
        });
        if (how.before === undefined && isAgent(by))
          tx.run(
            `insert into task_authors (task, file_hash, actor) values (?, ?, ?)
             on conflict do update set file_hash = excluded.file_hash, actor = excluded.actor`,
            task.id,
            task.hash,
            by.name,
          );
        // Changes that leave its steps alone leave the work whose it was.
        if (how.before !== undefined)
          tx.run(
            'update task_authors set file_hash = ? where task = ? and file_hash = ?',
            task.hash,
            task.id,
            how.before,
          );
      });
    },
    notePause(action: AuditAction, body: unknown, by: Actor): void {
      audit.add({ actor: by, action, subject: 'the schedule', after: body });
    },
    noteSettings(before: unknown, after: unknown, by: Actor): void {
      audit.add({ actor: by, action: 'settings.changed', subject: 'settings', before, after });
    },
  };
}

function sandboxView(found: Sandbox | { reason: string }): PolicyView['sandbox'] {
  return 'tool' in found ? { tool: found.tool } : { reason: found.reason };
}

/** Whether the task's file is as an agent wrote it. */
function isByAgent(store: Store, task: LoadedTask | undefined): boolean {
  if (!task) return false;
  const row = store.get<{ file_hash: string }>('select file_hash from task_authors where task = ?', task.id);
  return row?.file_hash === task.hash;
}
