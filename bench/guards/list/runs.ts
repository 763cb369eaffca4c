import type { GuardRemoval } from '../removal.ts';

const whole = (name: string) => ({ file: 'runtime/safety/safe-runs.test.ts', name });
const api = (name: string) => ({ file: 'runtime/server/safety.test.ts', name });

export const removals: readonly GuardRemoval[] = [
  {
    guard: 'steps are put into the sandbox',
    file: 'runtime/runs/step-cage.ts',
    find: 'return { argv: confined.argv, env: clean.env };',
    replace: 'return { argv: confined.argv.length > 0 ? limited : argv, env: clean.env };',
    test: whole('cannot read the person'),
  },
  {
    guard: 'the environment of a step is cleaned',
    file: 'runtime/runs/step-cage.ts',
    find: 'const clean = cleanEnvironment(env);',
    replace: 'const clean = { env: { ...env }, dropped: cleanEnvironment(env).dropped };',
    test: whole('has nothing that makes programs load other code'),
  },
  {
    guard: 'what Luka does itself keeps to the run’s confinement',
    file: 'runtime/runs/execute-step.ts',
    find: '      this.#options.cage().checkBuiltin();\n',
    replace: '',
    test: whole('has no network where it is not granted'),
  },
  {
    guard: 'checks read nothing that is hidden from the run',
    file: 'runtime/runs/check-run.ts',
    find: '      if (!(await cage.mayRead(guarded.real, cwd)))\n',
    replace: '      if (guarded.real === cwd)\n',
    test: whole('of an agent’s reads nothing that the run could not read'),
  },
  {
    guard: 'output has a limit',
    file: 'runtime/runs/logs/run-log.ts',
    find: '    if (growth <= room) return growth;\n',
    replace: '    if (growth !== room + 0.5) return growth;\n',
    test: whole('is capped: a flood of output'),
  },
  {
    guard: 'secrets are taken out of what a step prints',
    file: 'runtime/runs/run-secrets.ts',
    find: '    if (this.values.size === 0) return spawn(request);\n',
    replace: '    if (this.values.size >= 0) return spawn(request);\n',
    test: whole('reaches the step, and neither the log'),
  },
  {
    guard: 'secrets are taken out of outputs',
    file: 'runtime/runs/execute-step.ts',
    find: '(text) => this.#options.secrets().mask(text)',
    replace: '(text) => text',
    test: whole('reaches the step, and neither the log'),
  },
  {
    guard: 'secrets are taken out of answers',
    file: 'runtime/runs/execute-step.ts',
    find: 'maskers[stream]?.push(bytes) ?? bytes',
    replace: 'bytes',
    test: whole('stands in a header'),
  },
  {
    guard: 'a check that fails fails the run',
    file: 'runtime/runs/check-run.ts',
    find: "    return { ...ending, state: 'failed', errorCode: 'check_failed', message };\n",
    replace: '    return { ...ending, message };\n',
    test: whole('that fails makes the run fail'),
  },
  {
    guard: 'a client has its scopes and no more',
    file: 'runtime/server/create-server.ts',
    find: '    if (endpoint) checkScope(principal.scopes, scopeOf(endpoint), principal.actor.name);\n',
    replace: '',
    test: api('is for clients with its scope'),
  },
  {
    guard: 'a client asks only so often',
    file: 'runtime/server/create-server.ts',
    find: '    options.count(principal);\n',
    replace: '',
    test: api('asks no more often than the policy lets it'),
  },
  {
    guard: 'a freeze starts nothing new',
    file: 'runtime/runs/run-service.ts',
    find: "    if (this.#options.gate?.frozen()) throw new LukaError('frozen');\n",
    replace: '',
    test: api('starts nothing new, keeps what waits'),
  },
  {
    guard: 'an agent’s order stays an agent’s',
    file: 'runtime/runs/order-request.ts',
    find: "  return agents ? { origin: 'agent' } : {};\n",
    replace: '  return agents ? {} : {};\n',
    test: api('is not asked about by a person who runs its order again'),
  },
];
