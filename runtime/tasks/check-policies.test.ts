import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { policyFields } from '#shared/nouns/schedule-policy.ts';
import { TaskDefinition } from '#shared/nouns/task.ts';
import { checkDefinition } from './check-definition.ts';
import { parseTask } from './parse-task.ts';

const STEPS = [{ run: 'x' }];

/** What is said of one line of a task: `column message; remedy` of each finding. */
function said(field: string): string[] {
  const { findings, definition } = parseTask(`${field}\nsteps: [{run: x}]\n`, 'x.yaml');
  expect(definition === undefined).toBe(findings.length > 0);
  return findings.map(({ code, line, column, message, remedy }) => {
    expect([code, line]).toEqual(['task_invalid', 1]);
    return `${column} ${message}; ${remedy}`;
  });
}

describe('what a task says about its schedule', () => {
  it.each([
    'overlap: queue',
    'overlap: { policy: parallel, limit: 3 }',
    'catchUp: skip',
    'catchUp: { all: {} }',
    'catchUp: { downtime: latest, sleep: { all: { max: 3, within: 2h } }, pause: skip }',
    'retry: 0',
    'retry: { times: 3, delay: 1s, backoff: exponential, maxDelay: 1m, jitter: 0, on: [failed], exitCodes: [75] }',
    'quarantine: false',
    'quarantine: { after: 3, release: false }',
    'conditions: { ac: true, battery: 20, lowPower: false, network: "nas.local:445", idle: 5m, wait: 2h }',
    'conditions: { network: "::1", volume: [lukadata, hd2], disk: { free: 1.5 GB, path: ~/Movies } }',
    'conditions: { network: "[fe80::1]:22" }',
    'blackout: [{ from: "22:00", to: "06:00", days: [fri, sat], tz: Asia/Bangkok }]',
    'group: disks',
    'orphans: adopt',
  ])('may be %s', (field) => expect(said(field)).toEqual([]));

  it.each([
    [
      'overlap: skpi',
      '10 overlap should be one of skip, queue, replace, parallel, coalesce, or a mapping, but is "skpi"; did you mean "skip"?',
    ],
    [
      'overlap: { policy: skpi }',
      '20 overlap.policy should be one of skip, queue, replace, parallel, coalesce, but is "skpi"; did you mean "skip"?',
    ],
    [
      'overlap: { polcy: skip }',
      '12 overlap has no field "polcy"; did you mean "policy"? it may have policy, limit',
    ],
    [
      'overlap: { policy: skip, limit: 2 }',
      '33 a limit means nothing where the policy is skip; leave it out',
    ],
    ['retry: { time: 3 }', '10 retry has no field "time"; did you mean "times"? it may have times, delay'],
    ['retry: { count: 3 }', '10 retry has no field "count"; call it "times"'],
    ['retry: lots', '8 retry should be a number or a mapping, but is "lots"'],
    ['retry: 2.5', '8 retry should be a whole number or a mapping, but is the number 2.5'],
    ['retry: 21', '8 retry must be at most 20'],
    ['retry: { times: 1, exitCodes: [0] }', '32 retry.exitCodes[0] must be at least 1'],
    [
      'retry: { times: 1, exitCodes: [3], on: [timed_out] }',
      '31 "exitCodes" chooses among failures, but "on" leaves failures out; leave it out',
    ],
    ['retry: { times: 1, delay: 1h, maxDelay: 1m }', '41 the longest delay is shorter than the first'],
    ['retry: { times: 1, backoff: fixed, maxDelay: 1m }', '46 a fixed delay has no longest one'],
    ['retry: { times: 1, delay: 99999d }', '27 retry.delay must be at most ten years'],
    [
      'catchUp: lates',
      '10 catchUp should be one of latest, all, skip, or a mapping, but is "lates"; did you mean "latest"?',
    ],
    [
      'catchUp: { sleep: lates }',
      '19 catchUp.sleep should be one of latest, all, skip, or a mapping, but is "lates"; did you mean "latest"?',
    ],
    [
      'catchUp: { slep: latest }',
      '12 catchUp has no field "slep"; did you mean "sleep"? it may have all, downtime, sleep, pause',
    ],
    [
      'catchUp: { all: 5 }',
      '17 catchUp.all should be a mapping, but is the number 5; write its fields below it: max, within',
    ],
    ['catchUp: { all: {}, sleep: skip }', '21 catchUp cannot have "sleep" beside "all"'],
    ['catchUp: { pause: { all: { mx: 1 } } }', '28 catchUp.pause.all has no field "mx"; did you mean "max"?'],
    [
      'catchUp: { sleep: { all: { within: soon } } }',
      '36 catchUp.sleep.all.within: "soon" is not a duration',
    ],
    ['catchUp: { all: { within: 0 } }', '27 catchUp.all.within must be at least 1s'],
    ['quarantine: true', '13 quarantine should be false or a mapping, but is true'],
    ['quarantine: { release: true }', '24 quarantine.release should be false or a duration such as 30s'],
    ['quarantine: { release: 0 }', '24 quarantine.release must be at least 1s'],
    [
      'conditions: { volumes: x }',
      '15 conditions has no field "volumes"; did you mean "volume"? it may have ac, battery',
    ],
    ['conditions: { power: true }', '15 conditions has no field "power"; call it "ac"'],
    [
      'conditions: ac',
      '13 conditions should be a mapping, but is "ac"; write its fields below it: ac, battery',
    ],
    [
      'conditions: { ac: false }',
      '19 conditions.ac should be true, but is false; write true, or leave it out',
    ],
    ['conditions: { network: false }', '24 conditions.network should be true or a text, but is false'],
    [
      'conditions: { network: "https://x.org/a" }',
      '24 "https://x.org/a" is neither a host nor host:port; write x.org',
    ],
    ['conditions: { network: "x:99999" }', '24 "x:99999" is neither a host nor host:port'],
    ['conditions: { network: "[x]:1" }', '24 "[x]:1" is neither a host nor host:port'],
    ['conditions: { volume: [a, /Volumes/b] }', '27 "/Volumes/b" is a path; write the name alone: b'],
    [
      'conditions: { disk: 10GB }',
      '21 conditions.disk should be a mapping, but is "10GB"; write its fields below it: free, path',
    ],
    ['conditions: { disk: { free: 10G } }', '29 "10G" is no size; write a number with a unit, such as 10GB'],
    ['conditions: { disk: { free: 0GB } }', '29 no disk has less than 0 bytes free'],
    ['conditions: { disk: { free: 1GB, path: x } }', '40 "x" does not say from where'],
    ['conditions: { idle: 0 }', '21 conditions.idle must be at least 1s'],
    [
      'blackout: [{ from: 9:00, to: "10:00" }]',
      '20 blackout[0].from cannot be "9:00"; write a time of day as HH:MM, from 00:00 to 23:59',
    ],
    ['blackout: [{ from: "09:00" }]', '12 blackout[0] lacks "to"'],
    [
      'blackout: [{ from: "09:00", to: "09:00" }]',
      '33 it begins and ends at 09:00; give two different times',
    ],
    ['blackout: [{ start: "09:00", to: "10:00" }]', '14 blackout[0] has no field "start"; call it "from"'],
    ['blackout: [{ from: "09:00", to: "10:00", tz: Mars }]', '46 "Mars" is no time zone'],
    [
      'blackout: [{ from: "09:00", to: "10:00", days: [monday] }]',
      '49 blackout[0].days[0] should be one of mon, tue, wed, thu, fri, sat, sun, but is "monday"; did you mean "mon"?',
    ],
    [
      'blackout: { from: "09:00", to: "10:00" }',
      '11 blackout should be a list, but is a mapping; put "- " before it',
    ],
    ['group: My Group', '8 group is "My Group": a group is lower-case letters'],
    ['orphans: kill', '10 orphans should be one of end, adopt, but is "kill"'],
  ])('%s is told apart, as one fault', (field, words) => {
    const [first, ...more] = said(field);
    expect(first?.startsWith(words) === true ? words : first).toBe(words);
    expect(more).toEqual([]);
  });

  it.each([
    ['retries: 3', 'call it "retry"'],
    ['max_attempts: 3', 'call it "retry"'],
    ['on_overlap: skip', 'call it "overlap"'],
    ['concurrency_policy: Forbid', 'call it "overlap"'],
    ['misfire: skip', 'call it "catchUp"'],
    ['catchup: false', 'call it "catchUp"'],
    ['requires: x', 'call it "conditions"'],
    ['if: x', 'call it "conditions"'],
    ['when: x', 'call it "conditions"'],
    ['after: x', 'put it under "triggers", as an item: "- after: ..."'],
    ['tz: UTC', 'put "tz" into the trigger'],
    ['mutex: x', 'call it "group"'],
    ['quiet_hours: x', 'call it "blackout"'],
  ])('is found under another name: %s', (field, remedy) => {
    expect(said(field)).toEqual([expect.stringContaining(remedy)]);
  });

  it('finds a place for every fault and never throws, whatever stands there', () => {
    const names = Object.keys(policyFields);
    const word = fc.constantFrom(
      'policy',
      'limit',
      'all',
      'max',
      'within',
      'sleep',
      'downtime',
      'pause',
      'times',
      'delay',
      'on',
      'exitCodes',
      'after',
      'release',
      'ac',
      'network',
      'volume',
      'disk',
      'free',
      'path',
      'idle',
      'from',
      'to',
      'days',
      'tz',
      'x',
    );
    const text = fc.constantFrom('skip', 'latest', 'failed', '1h', '09:00', '10GB', 'mon', 'UTC', 'x', '');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.oneof(fc.boolean(), fc.integer({ min: -1, max: 30 }), fc.double(), fc.constant(null)),
        fc.array(tie('any'), { maxLength: 2 }),
        fc.dictionary(word, tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, what) => {
        const { definition, findings } = parseTask(stringify({ [name]: what, steps: STEPS }), 'x.yaml');
        if (definition) expect(TaskDefinition.safeParse({ [name]: what, steps: STEPS }).success).toBe(true);
        else expect(findings.length).toBeGreaterThan(0);
        for (const { line, column, message, remedy } of findings) {
          expect((line ?? 0) > 0 && (column ?? 0) > 0).toBe(true);
          expect(message !== '' && remedy !== '').toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('costs no more than its size, whatever is wrong with it', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => [`p${index}`, { type: 'choice', x: 1 }]);
    const { faults } = checkDefinition({ params: Object.fromEntries(many), steps: STEPS }, 'task');
    expect(faults.at(-1)?.standsFor).toBeGreaterThan(3_900);
  });
});

describe('a work order', () => {
  it('may say how it is tried, what it needs and with what it takes turns', () => {
    const order = { retry: 2, group: 'g', conditions: { ac: true }, orphans: 'end', steps: STEPS };
    expect(checkDefinition(order, 'order')).toMatchObject({ faults: [], definition: order });
  });

  it.each(['triggers', 'overlap', 'catchUp', 'quarantine', 'blackout', 'enabled'])(
    'has no %s, for it runs once',
    (name) => {
      const { definition, faults } = checkDefinition({ [name]: [], steps: STEPS }, 'order');
      expect(definition).toBeUndefined();
      expect(faults).toMatchObject([
        {
          code: 'order_invalid',
          path: [name],
          message: `a work order has no field "${name}"`,
          remedy: expect.stringContaining('once') as string,
        },
      ]);
    },
  );
});
