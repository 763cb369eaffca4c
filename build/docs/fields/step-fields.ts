/** Fields of steps. */
import type { FieldEntries } from './field-entry.ts';

export const STEP_FIELDS: FieldEntries = {
  steps: {
    meaning:
      'What is done, one after another; each item is of one kind. The first that fails ends the run, unless it is optional.',
    example: 'steps:\n  - run: echo one\n  - argv: [echo, two]',
    prints: 'two',
  },
  'steps.id': {
    meaning:
      'A name by which later steps use what it gave: `${{ steps.<id>.outputs.<name> }}`. A step gives by lines `name=value` in the file `$LUKA_OUTPUT`.',
    example:
      'steps:\n  - id: count\n    run: echo "files=3" >> "$LUKA_OUTPUT"\n  - argv: [echo, "${{ steps.count.outputs.files }} files"]',
    prints: '3 files',
  },
  'steps.name': {
    meaning: 'How it is called on the page.',
    example: 'steps:\n  - name: Say hello\n    run: echo hello',
    prints: 'hello',
  },
  'steps.env': {
    meaning: 'Environment variables of this step, beside those of the task.',
    example: 'steps:\n  - run: echo "it is $WHAT"\n    env: { WHAT: fine }',
    prints: 'it is fine',
  },
  'steps.cwd': {
    meaning: 'The folder in which it runs.',
    default: "the task's",
    example: 'steps:\n  - run: pwd\n    cwd: /tmp',
    prints: '/tmp',
  },
  'steps.timeout': {
    meaning: 'The longest that this step may take.',
    default: "the task's",
    example: 'steps:\n  - run: sleep 60\n    timeout: 500ms',
    ends: 'timed_out',
  },
  'steps.optional': {
    meaning: '`true`: its failure is noted, and the run goes on.',
    default: 'false',
    example: 'steps:\n  - run: exit 3\n    optional: true\n  - run: echo went on',
    prints: 'went on',
  },
  'steps.run': {
    meaning:
      'A shell line, or several: bash, or what `CLS_SHELL` names. Values come as environment variables and are never pasted in.',
    example: 'steps:\n  - run: |\n      set -e\n      echo "hello from $(basename "$0")"',
    prints: 'hello from',
  },
  'steps.argv': {
    meaning: 'A program and its arguments. No shell reads them.',
    example: "steps:\n  - argv: [printf, '%s\\n', 'a b; c']",
    prints: 'a b; c',
  },
  'steps.module': {
    meaning:
      'A `.mjs` file of the folder `modules/`: its `run_auto(ctx)` is called by triggers, `run_manual(ctx)` by hand.',
    example: 'steps:\n  - module: hello.mjs',
    prints: 'hello, world',
  },
  'steps.function': {
    meaning: 'Of `module`: another export to call.',
    default: 'run_auto or run_manual',
    example: 'steps:\n  - module: hello.mjs\n    function: goodbye',
    prints: 'goodbye, world',
  },
  'steps.with': {
    meaning: 'Of `module`: what the function finds in `ctx.with`; any values.',
    example: 'steps:\n  - module: hello.mjs\n    with: { who: Luka }',
    prints: 'hello, Luka',
  },
  'steps.node': {
    meaning: "JavaScript for Luka's own Node, as `code` or as a `file`.",
    example: "steps:\n  - node: { code: 'console.log(6 * 7)' }",
    prints: '42',
  },
  'steps.node.code': {
    meaning: 'The JavaScript itself, as a module.',
    example: "steps:\n  - node: { code: 'console.log(process.version)' }",
    prints: 'v24',
  },
  'steps.node.file': {
    meaning: 'A file with it: absolute, below `~`, or relative to the `cwd` of the step.',
    example: 'cwd: ~/project\nsteps:\n  - node: { file: say.mjs }',
    prints: 'said',
  },
  'steps.node.args': {
    meaning: 'What it finds in `process.argv` behind the first two.',
    example: 'cwd: ~/project\nsteps:\n  - node: { file: say.mjs, args: [loudly] }',
    prints: 'loudly',
  },
  'steps.git': {
    meaning: 'One action of git in `cwd`.',
    example: 'cwd: ~/project\nsteps:\n  - git: { action: status }',
    prints: 'branch',
  },
  'steps.git.action': {
    meaning: 'The command of git: `status`, `pull`, `fetch`.',
    example: 'cwd: ~/project\nsteps:\n  - git: { action: log }',
    prints: 'first',
  },
  'steps.git.args': {
    meaning: 'Its arguments.',
    example: 'cwd: ~/project\nsteps:\n  - git: { action: log, args: [--format=%s, --max-count=1] }',
    prints: 'first',
  },
  'steps.http': {
    meaning:
      'One request. The answer is in the log and in its outputs; another status than expected is a failure.',
    example: "steps:\n  - http: { url: 'http://127.0.0.1:4000/healthz' }",
    prints: '200',
  },
  'steps.http.url': {
    meaning: 'The address.',
    example: "steps:\n  - http: { url: 'http://127.0.0.1:4000/healthz', expect: 200 }",
  },
  'steps.http.method': {
    meaning: 'The method.',
    default: 'GET',
    example: "steps:\n  - http: { url: 'http://127.0.0.1:4000/healthz', method: HEAD, expect: [200, 401] }",
  },
  'steps.http.headers': {
    meaning: 'Header fields.',
    example:
      'steps:\n  - http:\n      url: http://127.0.0.1:4000/healthz\n      headers: { Accept: application/json }',
  },
  'steps.http.body': {
    meaning: 'What is sent, as text.',
    example:
      "steps:\n  - http:\n      url: http://127.0.0.1:4000/healthz\n      method: POST\n      body: '{}'\n      expect: [405, 401, 415]",
  },
  'steps.http.expect': {
    meaning: 'The status, or several, that count as success.',
    default: '200 to 299',
    example: "steps:\n  - http: { url: 'http://127.0.0.1:4000/nowhere', expect: [401, 404] }",
  },
};
