import type { GuardRemoval } from '../removal.ts';

const KEEPER = 'runtime/safety/gate/gatekeeper.ts';
const GATE = 'runtime/safety/gate/gate.ts';
const DESK = 'runtime/governance/approvals/approval-desk.ts';
const AUDIT = 'runtime/governance/audit/audit-log.ts';
const CLIENTS = 'runtime/governance/clients/client-book.ts';
const keeper = (name: string) => ({ file: 'runtime/safety/gate/gatekeeper.test.ts', name });
const gate = (name: string) => ({ file: 'runtime/safety/gate/gate.test.ts', name });
const desk = (name: string) => ({ file: 'runtime/governance/approvals/approval-desk.test.ts', name });
const audit = (name: string) => ({ file: 'runtime/governance/audit/audit-log.test.ts', name });
const clients = (name: string) => ({ file: 'runtime/governance/clients/client-book.test.ts', name });
const policy = (name: string) => ({ file: 'runtime/safety/policy/policy-book.test.ts', name });
const grants = (name: string) => ({ file: 'runtime/safety/gate/resolve-grants.test.ts', name });

export const removals: readonly GuardRemoval[] = [
  {
    guard: 'what is denied is not let in',
    file: KEEPER,
    find: "    if (judgement.verdict.decision === 'deny') {\n",
    replace: '    if (Math.random() > 1) {\n',
    test: keeper('leaves nothing but a row of the audit'),
  },
  {
    guard: 'what needs approval waits',
    file: KEEPER,
    find: "      waits ? 'awaiting_approval' : 'queued',\n",
    replace: "      'queued',\n",
    test: keeper('waits where a human is needed'),
  },
  {
    guard: 'a run of the schedule is judged before it starts',
    file: 'runtime/runs/run-ledger.ts',
    find: "${judged ? 'and gate is not null' : ''}",
    replace: '',
    test: keeper('does not start before it was judged'),
  },
  {
    guard: 'a run of the schedule may be denied',
    file: KEEPER,
    find: "      if (judgement.verdict.decision === 'deny') refusal = denied(judgement.verdict);\n",
    replace: '',
    test: keeper('waits for a human, or is denied'),
  },
  {
    guard: 'an approved file that was changed does not run',
    file: KEEPER,
    find: "    if (known?.hash === now.verdict.hash && known.decision === 'allow') return now.confinement;\n",
    replace: "    if (known?.decision === 'allow') return now.confinement;\n",
    test: keeper('an approved run whose file was changed'),
  },
  {
    guard: 'what is denied by now does not run',
    file: KEEPER,
    find: "    if (now.verdict.decision === 'deny') throw denied(now.verdict);\n",
    replace: "    if (now.verdict.decision === 'deny') return now.confinement;\n",
    test: keeper('one that the policy denies by now'),
  },
  {
    guard: 'a reason that denies outweighs the score',
    file: GATE,
    find: "  if (reasons.some(({ effect }) => effect === 'deny') || score >= thresholds.deny) return 'deny';\n",
    replace: "  if (score >= thresholds.deny) return 'deny';\n",
    test: gate('of something deadly'),
  },
  {
    guard: 'a reason that asks needs no score',
    file: GATE,
    find: "  if (reasons.some(({ effect }) => effect === 'ask') || score >= thresholds.ask) return 'ask';\n",
    replace: "  if (score >= thresholds.ask) return 'ask';\n",
    test: gate('of something unclear'),
  },
  {
    guard: 'confinement that cannot be is asked about',
    file: GATE,
    find: '        sandboxReason(confinement.level, missing),\n',
    replace: '',
    test: gate('asks where it should be confined and cannot be'),
  },
  {
    guard: 'the stricter level of confinement wins',
    file: 'shared/nouns/confinement.ts',
    find: 'CONFINEMENT_LEVELS.indexOf(a) >= CONFINEMENT_LEVELS.indexOf(b) ? a : b',
    replace: 'CONFINEMENT_LEVELS.indexOf(a) <= CONFINEMENT_LEVELS.indexOf(b) ? a : b',
    test: gate('takes the stricter of two levels'),
  },
  {
    guard: 'the hash holds the files that take part',
    file: 'runtime/safety/gate/work-record.ts',
    find: "sha256 ?? 'cannot be read'",
    replace: "sha256 ? 'read' : 'cannot be read'",
    test: gate('is of exactly what will run'),
  },
  {
    guard: 'a yes is to the hash that was read',
    file: DESK,
    find: '    if (answer.hash !== row.hash)\n',
    replace: '    if (answer.hash.length === 1)\n',
    test: desk('is for the hash that was read'),
  },
  {
    guard: 'a yes is to what would run now',
    file: DESK,
    find: "    if (now.verdict.hash !== still.hash || now.verdict.decision === 'deny') {\n",
    replace: "    if (now.verdict.decision === 'deny') {\n",
    test: desk('is void where a file was changed after the question'),
  },
  {
    guard: 'a question is decided once',
    file: DESK,
    find: '    const still = this.#pending(id);\n',
    replace: '    const still = this.queries.row(id);\n',
    test: desk('given twice at once is one'),
  },
  {
    guard: 'a yes is counted',
    file: DESK,
    find: "then null else uses_left - 1 end\n       where id = ? and state = 'approved'",
    replace: "then null else uses_left end\n       where id = ? and state = 'approved'",
    test: desk('may be for n runs of exactly the same'),
  },
  {
    guard: 'a yes for a date ends',
    file: DESK,
    find: "'until' in grant ? Date.parse(grant.until) : null,",
    replace: "'until' in grant ? Date.parse(grant.until) + 1e12 : null,",
    test: desk('may be until a date'),
  },
  {
    guard: 'a question lapses',
    file: DESK,
    find: '    for (const row of late) this.#lapse(row).catch(onError);\n',
    replace: '',
    test: desk('lapses when nobody answers in time'),
  },
  {
    guard: 'an edited task voids its question',
    file: DESK,
    find: 'and r.definition_hash is not ?`',
    replace: 'and r.definition_hash is ?`',
    test: desk('is void where the task was edited meanwhile'),
  },
  {
    guard: 'a row of the audit holds the hash before it',
    file: 'runtime/governance/audit/chain.ts',
    find: ".update(before).update('\\n')",
    replace: '',
    test: audit('finds'),
  },
  {
    guard: 'rows of the audit are numbered without gaps',
    file: AUDIT,
    find: '        if (row.seq !== seq + 1) return fault(seq + 1, missing(seq + 1, row.seq - 1));\n',
    replace: '',
    test: audit('finds a deletion at the start'),
  },
  {
    guard: 'rows cut off the end of the audit are missed',
    file: AUDIT,
    find: '    if (expected > seq) return fault(seq + 1, missing(seq + 1, expected));\n',
    replace: '',
    test: audit('finds a deletion at the end'),
  },
  {
    guard: 'the audit’s columns say what its rows say',
    file: AUDIT,
    find: '        if (!tellsTheSame(row)) return fault(row.seq, `row ${row.seq} was changed`);\n',
    replace: '',
    test: audit('finds an edit of a column'),
  },
  {
    guard: 'the audit cannot be updated',
    file: 'runtime/store/migrations/0003-safety.ts',
    find: "create trigger audit_no_update before update on audit begin select raise(abort, 'the audit is only added to'); end;\n",
    replace: 'create trigger audit_no_update before update on audit begin select 1; end;\n',
    test: audit('cannot be changed or cut by a statement of our own'),
  },
  {
    guard: 'a role has its scopes and no more',
    file: CLIENTS,
    find: '    if (foreign.length > 0) {\n',
    replace: '    if (foreign.length > 99) {\n',
    test: clients('cannot be made as'),
  },
  {
    guard: 'a revoked client is nobody at once',
    file: CLIENTS,
    find: '    this.#known.delete(row.token_hash);\n',
    replace: '',
    test: clients('is nobody once it is revoked'),
  },
  {
    guard: 'a client’s token expires',
    file: CLIENTS,
    find: '    if (!known || known.expiresAt <= now) return undefined;\n',
    replace: '    if (!known) return undefined;\n',
    test: clients('is nobody after its time'),
  },
  {
    guard: 'stored scopes are cut to the role',
    file: CLIENTS,
    find: '.filter((scope) =>\n      ROLE_SCOPES[row.role].includes(scope),\n    )',
    replace: '',
    test: clients('is never more than its role may be'),
  },
  {
    guard: 'a policy with errors does not come into force',
    file: 'runtime/safety/policy/parse-policy.ts',
    find: '  return read.success && faults.size === 0 ? { policy: read.data, findings } : { findings };\n',
    replace: '  return { policy: read.data ?? {}, findings: read.success ? findings : [] };\n',
    test: policy('stays what it was while the file has errors'),
  },
  {
    guard: 'a policy is changed for the text that was read',
    file: 'runtime/safety/policy/policy-book.ts',
    find: "      if (hash !== this.hash) throw new LukaError('policy_changed');\n",
    replace: '',
    test: policy('is made for the text that was read'),
  },
  {
    guard: 'without any policy everything asks',
    file: 'runtime/safety/policy/effective-policy.ts',
    find: '  return effectivePolicy({ thresholds: { ask: zero } }, roots);\n',
    replace: '  return effectivePolicy({ thresholds: zero ? {} : {} }, roots);\n',
    test: policy('lets nothing run unasked where no policy was ever readable'),
  },
  {
    guard: 'grants lie within the policy’s folders',
    file: 'runtime/safety/gate/resolve-grants.ts',
    find: '  const writing = createPathGuard({ personHome, cwd, roots: policy.roots });\n',
    replace: '  const writing = createPathGuard({ personHome, cwd, roots: ANYWHERE });\n',
    test: grants('is nothing where it leads elsewhere'),
  },
  {
    guard: 'what may be written has no other name elsewhere',
    file: 'runtime/safety/gate/resolve-grants.ts',
    find: 'guard.resolve(path, { write })',
    replace: 'guard.resolve(path)',
    test: grants('is nothing where it leads elsewhere'),
  },
];
