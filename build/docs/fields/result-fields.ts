/** Fields about the result: checks, and the section of a task that is kept running. */
import type { FieldEntries } from './field-entry.ts';

const KEPT = 'a service is kept running; it is started by Luka, not by hand';

export const RESULT_FIELDS: FieldEntries = {
  checks: {
    meaning:
      'Tests of the result, after the last step: a run fails where one of them does. See [safety.md](safety.md#checks).',
    example: 'checks:\n  - exitCode: 0',
  },
  'checks.name': {
    meaning: 'How it is called in results.',
    default: 'what it asks, in words',
    example: 'checks:\n  - name: nothing was printed\n    output: { lacks: . }',
  },
  'checks.level': {
    meaning: '`warning`: it is told, and the run has not failed by it.',
    default: 'error',
    example: 'checks:\n  - output: { matches: never printed }\n    level: warning',
  },
  'checks.exitCode': {
    meaning: 'The exit codes that count as success, of the step that ended the run.',
    default: '0',
    example: 'steps:\n  - run: exit 1\nchecks:\n  - exitCode: [0, 1]',
  },
  'checks.output': {
    meaning: 'Regular expressions over what was printed, line by line.',
    example: 'steps:\n  - run: echo copied 12 files\nchecks:\n  - output: { matches: copied \\d+ files }',
  },
  'checks.output.matches': {
    meaning: 'At least one line is like this.',
    example: 'steps:\n  - run: echo nothing\nchecks:\n  - output: { matches: copied }',
    ends: 'failed',
  },
  'checks.output.lacks': {
    meaning: 'No line is like this.',
    example: 'steps:\n  - run: echo all is well\nchecks:\n  - output: { lacks: error }',
  },
  'checks.output.stream': {
    meaning: 'Only of this stream.',
    default: 'both',
    example: 'steps:\n  - run: echo oops >&2\nchecks:\n  - output: { lacks: oops, stream: out }',
  },
  'checks.file': {
    meaning: 'A file that is as described.',
    example:
      'steps:\n  - run: echo hello > ~/project/report.txt\nchecks:\n  - file: { path: ~/project/report.txt }',
  },
  'checks.file.path': {
    meaning: 'Where; may hold `*`, `?` and `**`, and then at least one must be as described.',
    example: "checks:\n  - file: { path: '~/project/*.mjs' }",
  },
  'checks.file.exists': {
    meaning: '`false`: there is none.',
    default: 'true',
    example: 'checks:\n  - file: { path: ~/project/nothing, exists: false }',
  },
  'checks.file.newer': {
    meaning: '`true`: it changed since the run started.',
    example:
      'steps:\n  - run: date > ~/project/now.txt\nchecks:\n  - file: { path: ~/project/now.txt, newer: true }',
  },
  'checks.file.minSize': {
    meaning: 'At least so large.',
    example: 'checks:\n  - file: { path: ~/project/say.mjs, minSize: 1B }',
  },
  'checks.file.maxSize': {
    meaning: 'At most so large.',
    example: 'checks:\n  - file: { path: ~/project/say.mjs, maxSize: 1MB }',
  },
  'checks.file.schema': {
    meaning: 'A JSON Schema that its content, as JSON, must fit.',
    example:
      'steps:\n  - run: echo \'{"ok":true}\' > ~/project/result.json\nchecks:\n  - file:\n      path: ~/project/result.json\n      schema: { type: object, required: [ok] }',
  },
  'checks.file.lines': {
    meaning: 'How many lines it has.',
    example: 'checks:\n  - file: { path: ~/project/say.mjs, lines: { min: 1, max: 10 } }',
  },
  'checks.file.lines.min': {
    meaning: 'At least so many.',
    example: 'checks:\n  - file: { path: ~/project/say.mjs, lines: { min: 1 } }',
  },
  'checks.file.lines.max': {
    meaning: 'At most so many.',
    example: 'checks:\n  - file: { path: ~/project/say.mjs, lines: { max: 100 } }',
  },
  'checks.run': {
    meaning: 'A shell line that must succeed, confined like the run.',
    example: 'checks:\n  - run: test -d ~/project',
  },
  'checks.argv': { meaning: 'A program that must succeed.', example: 'checks:\n  - argv: [test, -d, /tmp]' },
  'checks.timeout': {
    meaning: 'Of `run`, `argv` and `http`: how long it may take.',
    default: '1m; 30s for `http`',
    example: 'checks:\n  - run: sleep 60\n    timeout: 200ms',
    ends: 'failed',
  },
  'checks.http': {
    meaning: 'An address that answers as expected.',
    example: "checks:\n  - http: { url: 'http://127.0.0.1:4000/healthz' }",
  },
  'checks.http.url': {
    meaning: 'The address.',
    example: "checks:\n  - http: { url: 'http://127.0.0.1:4000/healthz' }",
  },
  'checks.http.expect': {
    meaning: 'The status, or several.',
    default: '200 to 299',
    example: "checks:\n  - http: { url: 'http://127.0.0.1:4000/healthz', expect: 200 }",
  },
  'checks.duration': { meaning: 'How long the run took.', example: 'checks:\n  - duration: { under: 1h }' },
  'checks.duration.under': {
    meaning: 'Less than this.',
    example: 'steps:\n  - run: sleep 0.2\nchecks:\n  - duration: { under: 100ms }',
    ends: 'failed',
  },
  'checks.knowledge': {
    meaning: 'What Luka has read.',
    example: 'checks:\n  - knowledge: { contains: nobody wrote this }',
    ends: 'failed',
  },
  'checks.knowledge.contains': {
    meaning: 'Some document holds this text.',
    example: 'checks:\n  - knowledge: { contains: nobody wrote this }\n    level: warning',
  },
  'checks.sentence': {
    meaning: 'In words. Decided where it is of a form that can be, else a human is asked (`luka validate`).',
    example: 'steps:\n  - run: echo Done\nchecks:\n  - sentence: Printed Done',
  },
  service: {
    meaning:
      'It is kept running: started with Luka, and again when it ends. It has exactly one step and no triggers. See [services.md](services.md).',
    example: 'service: {}\nsteps:\n  - argv: [sleep, infinity]',
    notRun: KEPT,
  },
  'service.restart': {
    meaning: 'Which ends are followed by another start.',
    default: 'always',
    example: 'service: { restart: on-failure }',
    notRun: KEPT,
  },
  'service.backoff': {
    meaning: 'The wait before another start; it doubles with each early end.',
    example: 'service:\n  backoff: { first: 1s, most: 5m }',
    notRun: KEPT,
  },
  'service.backoff.first': {
    meaning: 'The first wait.',
    default: '1s',
    example: 'service:\n  backoff: { first: 5s }',
    notRun: KEPT,
  },
  'service.backoff.most': {
    meaning: 'The longest wait.',
    default: '5m',
    example: 'service:\n  backoff: { most: 1m }',
    notRun: KEPT,
  },
  'service.stable': {
    meaning: 'Who lived so long did not end early: the wait is `first` again.',
    default: '60s',
    example: 'service: { stable: 2m }',
    notRun: KEPT,
  },
  'service.log': {
    meaning:
      'How much of its log is kept while it goes on, about: the newest, and half of it at least. At least 1 MB.',
    default: '100MB',
    example: 'service: { log: 20MB }',
    notRun: KEPT,
  },
  'service.health': {
    meaning: 'How to find out whether it does its work: exactly one of `http`, `tcp`, `argv`, `run`.',
    example: "service:\n  health: { http: 'http://127.0.0.1:3000/healthz' }",
    notRun: KEPT,
  },
  'service.health.http': {
    meaning: 'An address that answers with 200 to 399.',
    example: "service:\n  health: { http: 'http://127.0.0.1:3000/' }",
    notRun: KEPT,
  },
  'service.health.tcp': {
    meaning: 'A port of this machine, or `host:port`, that takes a connection.',
    example: 'service:\n  health: { tcp: 3000 }',
    notRun: KEPT,
  },
  'service.health.argv': {
    meaning: 'A program that ends with 0.',
    example: 'service:\n  health: { argv: [test, -f, /tmp/alive] }',
    notRun: KEPT,
  },
  'service.health.run': {
    meaning: 'A shell line that ends with 0.',
    example: 'service:\n  health: { run: pgrep -f server.mjs }',
    notRun: KEPT,
  },
  'service.health.every': {
    meaning: 'From one look to the next.',
    default: '10s',
    example: 'service:\n  health: { tcp: 3000, every: 30s }',
    notRun: KEPT,
  },
  'service.health.timeout': {
    meaning: 'How long an answer may take.',
    default: '2s',
    example: 'service:\n  health: { tcp: 3000, timeout: 5s }',
    notRun: KEPT,
  },
  'service.health.after': {
    meaning: 'How long it may take to come up: failures before that do not count.',
    default: '5s',
    example: 'service:\n  health: { tcp: 3000, after: 30s }',
    notRun: KEPT,
  },
  'service.health.failures': {
    meaning: 'So many failures in a row, and it is started again.',
    default: '3',
    example: 'service:\n  health: { tcp: 3000, failures: 5 }',
    notRun: KEPT,
  },
};
