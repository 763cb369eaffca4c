import { describe, expect, it } from 'vitest';
import { parseTask } from './parse-task.ts';

/** What is said of a task: `line:column message; remedy` of each finding. */
function said(text: string): string[] {
  const { findings, definition } = parseTask(text, 'web.yaml');
  expect(definition === undefined).toBe(findings.length > 0);
  return findings.map(({ code, line, column, message, remedy }) => {
    expect(code).toBe('task_invalid');
    return `${line}:${column} ${message}; ${remedy}`;
  });
}

const STEPS = 'steps: [{argv: [sleep, "100"]}]\n';

describe('the service section', () => {
  it.each([
    'service: {}',
    'service: { restart: on-failure, backoff: { first: 500ms, most: 5m }, stable: 1m }',
    'service: { health: { http: "http://127.0.0.1:3000/healthz", every: 10s, timeout: 2s, after: 5s, failures: 3 } }',
    'service: { health: { tcp: 3000 } }',
    'service: { log: 1MB }',
    'service: { health: { tcp: "[::1]:3000" } }',
    'service: { health: { argv: [test, -e, /tmp/up] } }',
    'service: { health: { run: "test -e /tmp/up" } }',
  ])('may be %s', (field) => expect(said(`${field}\n${STEPS}`)).toEqual([]));

  it('is read with its lengths in ms', () => {
    const { definition } = parseTask(
      `service: { backoff: { first: 2s }, health: { tcp: 80 } }\n${STEPS}`,
      'x.yaml',
    );
    expect(definition?.service).toEqual({ backoff: { first: 2_000 }, health: { tcp: 80 } });
  });

  it.each([
    ['service: yes please', '1:10 service should be a mapping'],
    ['service: { restart: sometimes }', '1:21 service.restart should be one of always, on-failure, never'],
    ['service: { backoff: { max: 5m } }', '1:23 service.backoff has no field "max"; call it "most"'],
    ['service: { backoff: { first: 10ms } }', '1:30 backoff.first must be at least 100 ms'],
    ['service: { backoff: { first: 1m, most: 5s } }', '1:40 the longest wait is shorter than the first'],
    ['service: { log: 999kB }', '1:17 log must be at least 1 MB; write a larger size, such as 100MB'],
    ['service: { log: much }', '1:17 service.log: "much" is not a size; write a number with a unit'],
    ['service: { logs: 5MB }', '1:12 service has no field "logs"; call it "log"'],
    ['service: { stable: 10ms }', '1:20 stable must be at least 1000 ms'],
    ['service: { health: {} }', '1:20 a health check asks by one of http, tcp, argv, run'],
    ['service: { health: { tcp: 80, run: x } }', '1:31 a health check asks in one way, not by tcp and run'],
    ['service: { health: { http: "localhost:80" } }', '1:28 "localhost:80" is no http address'],
    ['service: { health: { tcp: "http://x" } }', '1:27 "http://x" is neither a port nor host:port'],
    ['service: { health: { tcp: 70000 } }', '1:27 service.health.tcp must be at most 65535'],
  ])('%s is told', (field, wanted) => {
    const [first = ''] = said(`${field}\n${STEPS}`);
    expect(first).toContain(wanted);
  });

  it.each([
    ['timeout: 1h', '1:1 timeout means nothing here: a service goes on until it is stopped; leave it out'],
    ['retry: 3', '1:1 retry means nothing here'],
    ['idempotent: true', '1:1 idempotent means nothing here'],
    ['group: disks', '1:1 group means nothing here'],
    ['checks: [{exitCode: 0}]', '1:1 checks means nothing here'],
    ['triggers: [{every: 1h}]', '1:1 a service is started with Luka, not by triggers; leave them out'],
    ['limits: { time: 1h }', '1:11 a service goes on until it is stopped'],
    ['conditions: { ac: true }', '1:15 a service has no moments that could wait'],
    ['params: { p: { type: string, required: true } }', '1:14 nobody is there to give a value'],
  ])('stands not beside %s', (field, wanted) => {
    expect(said(`${field}\nservice: {}\n${STEPS}`)).toEqual([expect.stringContaining(wanted)]);
  });

  it('is of one step that goes on', () => {
    expect(said('service: {}\nsteps:\n  - run: a\n  - run: b\n')).toEqual([
      '4:5 a service has one step; start them from one script, or make a service of each',
    ]);
    expect(said('service: {}\nsteps:\n  - http: { url: "http://x/" }\n')).toEqual([
      expect.stringContaining('3:5 a step of this kind ends by itself'),
    ]);
    expect(said('service: {}\nsteps:\n  - run: a\n    timeout: 5s\n')).toEqual([
      expect.stringContaining('4:5 a service goes on until it is stopped'),
    ]);
  });

  it('leads people who write it otherwise to it', () => {
    expect(said(`keep_alive: true\n${STEPS}`)[0]).toContain('put it under "service"');
  });

  it('may be beside a volume that must be there', () => {
    expect(said(`service: {}\nconditions: { volume: lukadata }\n${STEPS}`)).toEqual([]);
  });
});
