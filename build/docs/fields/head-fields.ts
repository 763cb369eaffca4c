/** Fields at the top of a task: what it is called, what it is given, how long it may take, what it may touch. */
import type { FieldEntries } from './field-entry.ts';

export const HEAD_FIELDS: FieldEntries = {
  title: {
    meaning: 'How it is called on the page, in the menu and in notifications.',
    default: 'its id',
    example: 'title: Nightly backup',
  },
  description: {
    meaning: 'What it does and why, for people. Markdown is shown as text.',
    example: 'description: Copies the work folder to the external disk.',
  },
  enabled: {
    meaning: '`false`: its triggers do not start it. By hand it can be run with `--force`.',
    default: 'true',
    example: 'enabled: true',
  },
  priority: {
    meaning:
      'Who goes first when more is due than may run at once. Each level is worth 15 minutes of waiting.',
    default: 'normal',
    example: 'priority: high',
  },
  tags: { meaning: 'Words to filter, pause and route by.', example: 'tags: [backup, nightly]' },
  owner: { meaning: 'Who answers for it: a person or an agent.', example: 'owner: GG' },
  phase: { meaning: 'Which part of the work it belongs to.', example: 'phase: archive' },
  byHand: {
    meaning: 'How long a person would take for it: what each success saves, as the insights count it.',
    example: 'byHand: 10m',
  },
  params: {
    meaning:
      'What a run may be given (`-p name=value`). Each reaches the steps as `PARAM_<NAME>`, or as `${{ params.name }}` outside of shell lines.',
    example: 'params:\n  target: { type: string, default: /tmp }\nsteps:\n  - run: echo "to $PARAM_TARGET"',
    prints: 'to /tmp',
  },
  'params.<name>.type': {
    meaning: 'What kind of value it is; a value of another kind is refused before anything runs.',
    example: 'params:\n  count: { type: integer, default: 3 }',
  },
  'params.<name>.description': {
    meaning: 'What it is for: shown beside the field where a run is started.',
    example: 'params:\n  count: { type: integer, default: 3, description: How many copies are kept }',
  },
  'params.<name>.required': {
    meaning:
      '`true`: a run without it is refused. Triggers give none, so a task with triggers needs a default instead.',
    default: 'false',
    example: 'params:\n  folder: { type: string, required: true }',
    notRun: 'it needs the parameter: `luka run <task> -p folder=/tmp`',
  },
  'params.<name>.default': {
    meaning: 'The value where a run is given none. Of the same kind as `type`.',
    example:
      'params:\n  dry: { type: boolean, default: true }\nsteps:\n  - argv: [echo, "dry: ${{ params.dry }}"]',
    prints: 'dry: true',
  },
  'params.<name>.pattern': {
    meaning: 'Of a `string`: a regular expression that the whole value must fit.',
    example: "params:\n  day: { type: string, default: '2026-01-31', pattern: '\\d{4}-\\d\\d-\\d\\d' }",
  },
  'params.<name>.min': {
    meaning: 'Of a `number` or `integer`: the least that is taken.',
    example: 'params:\n  count: { type: integer, min: 1, default: 3 }',
  },
  'params.<name>.max': {
    meaning: 'Of a `number` or `integer`: the most that is taken.',
    example: 'params:\n  share: { type: number, max: 0.5, default: 0.2 }',
  },
  'params.<name>.options': {
    meaning: 'Of a `choice`: the values it has.',
    example: 'params:\n  mode: { type: choice, options: [fast, full], default: fast }',
  },
  env: {
    meaning:
      'Environment variables of all steps. `secret:<name>` is taken from the store of secrets when a step starts.',
    example: 'env: { LEVEL: quiet }\nsteps:\n  - run: echo "level $LEVEL"',
    prints: 'level quiet',
  },
  cwd: {
    meaning: 'The folder in which steps run; `~` is your home.',
    default: 'your home',
    example: 'cwd: ~/project\nsteps:\n  - run: basename "$PWD"',
    prints: 'project',
  },
  timeout: {
    meaning: 'The longest that a run may take; then it is ended as `timed_out`.',
    default: 'none',
    example: 'timeout: 1s\nsteps:\n  - run: sleep 60',
    ends: 'timed_out',
  },
  grace: {
    meaning: 'How long processes have between SIGTERM and SIGKILL when a run is ended.',
    default: '5s (the setting `graceMs`)',
    example: 'grace: 10s',
  },
  concurrency: {
    meaning: 'How many runs of this task may go at the same time.',
    default: '1',
    example: 'concurrency: 2',
  },
  idempotent: {
    meaning:
      '`true`: running it twice does no harm, so a run that a crash cut off is queued again by itself.',
    default: 'false',
    example: 'idempotent: true',
  },
  orphans: {
    meaning:
      'What becomes of processes that outlived Luka: `end` ends them, `adopt` waits for them and goes on.',
    default: 'end',
    example: 'orphans: adopt',
  },
  keepAwake: {
    meaning:
      'Whether the machine stays awake for it: `while-running`, `no`, or `until-done-within <duration>`. See [power.md](power.md#tasks).',
    default: 'while-running; no for a service',
    example: 'keepAwake: until-done-within 2h',
  },
  'keepAwake.untilDoneWithin': {
    meaning: 'The same as `until-done-within`, as a mapping.',
    example: 'keepAwake: { untilDoneWithin: 2h }',
  },
  risk: {
    meaning: 'How dangerous its author says it is. It can raise what the gate finds, never lower it.',
    default: 'what the gate finds',
    example: 'risk: low',
  },
  confine: {
    meaning:
      'At least this strictly it is confined; the policy may ask for more. See [safety.md](safety.md#confinement).',
    default: 'what the policy says',
    example: 'confine: paths',
  },
  paths: {
    meaning: 'What it may touch: folders or files, absolute, `~/…`, or relative to `cwd`.',
    example: 'paths:\n  write: [~/project]',
  },
  'paths.read': {
    meaning:
      'What is hidden from confined runs otherwise (keys, tokens) and may be read. It counts as a risk.',
    example: 'paths:\n  read: [~/project/keys]',
  },
  'paths.write': {
    meaning: 'What may be written when it is confined: nothing else may, where this is given.',
    example: 'confine: paths\npaths:\n  write: [~/project]\nsteps:\n  - run: touch ~/project/written',
  },
  limits: {
    meaning:
      'How much a whole run may use, all its processes together. What goes over is ended, and says which limit it was.',
    example: 'limits: { time: 10m, memory: 1GB }',
  },
  'limits.cpu': { meaning: 'Time on the processor.', example: 'limits: { cpu: 10m }' },
  'limits.memory': { meaning: 'Resident memory of all its processes.', example: 'limits: { memory: 512MB }' },
  'limits.processes': {
    meaning: 'How many processes there may be at once.',
    example: 'limits: { processes: 64 }',
  },
  'limits.output': { meaning: 'How much it may write to its log.', example: 'limits: { output: 10MB }' },
  'limits.time': { meaning: 'Time by the clock.', example: 'limits: { time: 1h }' },
  group: {
    meaning:
      'Tasks that name the same group take turns: one at a time, or as many as the settings say under `groups`.',
    default: 'none',
    example: 'group: disk',
  },
};
