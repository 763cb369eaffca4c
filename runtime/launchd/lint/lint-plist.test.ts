/** Every rule by a plist that breaks it and by one that does not; every fix by the rule being content with it. */
import { describe, expect, it } from 'vitest';
import { readPlist } from '../plist/read-plist.ts';
import { plain } from '../plist/testing.ts';
import type { MachineFacts } from './facts.ts';
import { fixPlist, lintPlist } from './lint-plist.ts';
import { args, CASES, ECHO, FILE, job, LABEL, plist } from './rule-cases.ts';
import { LINT_RULES } from './rules/index.ts';
import { testFacts as facts } from './testing.ts';

const codes = async (inner: string, file = FILE) =>
  (await lintPlist(plist(inner), file, facts)).map(({ code }) => code);

it('a good one has nothing wrong', async () => {
  const good = job(`<key>StandardOutPath</key><string>/Users/me/logs/out.log</string>
    <key>WorkingDirectory</key><string>/Users/me</string>
    <key>EnvironmentVariables</key><dict><key>PATH</key><string>/opt/homebrew/bin:/usr/bin:/bin</string></dict>
    <key>StartCalendarInterval</key><array><dict><key>Hour</key><integer>3</integer><key>Weekday</key><integer>7</integer></dict>
    <dict><key>Month</key><integer>2</integer><key>Day</key><integer>29</integer></dict></array>
    <key>ThrottleInterval</key><integer>10</integer>`);
  expect(await codes(good)).toEqual([]);
});

it('every rule has its cases', () => {
  const onTheFile = ['plist_owner', 'plist_mode', 'plist_link'];
  expect([...Object.keys(CASES), ...onTheFile].toSorted()).toEqual(
    LINT_RULES.map(({ code }) => code).toSorted(),
  );
});

it.each(Object.entries(CASES))('%s says truly whether it mends', async (code, { bad }) => {
  const found = (await Promise.all(bad.map((inner) => lintPlist(plist(inner), FILE, facts)))).flat();
  const mends = found.some((finding) => finding.code === code && finding.fix !== undefined);
  expect(mends).toBe(LINT_RULES.find((rule) => rule.code === code)?.fixes);
});

describe.each(Object.entries(CASES))('%s', (code, { bad, good }) => {
  it.each(bad)('sees %s', async (inner) => {
    const found = (await lintPlist(plist(inner), FILE, facts)).filter((finding) => finding.code === code);
    expect(found.length).toBeGreaterThan(0);
    for (const { explanation, source, remedy } of found)
      for (const text of [explanation, source, remedy]) expect(text).not.toBe('');
  });

  it.each(good)('is content with %s', async (inner) => {
    expect(await codes(inner)).not.toContain(code);
  });

  it.each(bad)('a fix, where it has one, mends %s', async (inner) => {
    const before = await lintPlist(plist(inner), FILE, facts);
    const { text, done } = await fixPlist(plist(inner), FILE, facts);
    const after = await lintPlist(Buffer.from(text), FILE, facts);
    expect(done.length > 0).toBe(before.some(({ fix }) => fix !== undefined));
    expect(after.filter(({ fix }) => fix !== undefined)).toEqual([]);
    for (const { code: seen, fix, path } of before)
      if (fix !== undefined)
        expect(after.some((finding) => finding.code === seen && finding.path === path)).toBe(false);
    if (done.length === 0) expect(text).toBe(plist(inner).toString());
  });
});

it('has a plain mistake only once: nothing follows from it', async () => {
  expect(await codes(args('~/bin/x'))).toEqual(['path_unexpanded']);
  expect(await codes(args('echo'))).toEqual(['program_relative']);
  expect(await codes('')).toEqual(['plist_no_job']);
  expect(await codes(args('/opt'))).toEqual(['program_is_folder']);
  expect(await codes(args('/bin/bash', '/nowhere/x.sh'))).toEqual(['script_missing']);
  expect(await codes(args('/bin/sh', '-c', 'nosuch'))).toEqual(['command_missing']);
});

it('mends only the codes that are asked for', async () => {
  const both = plist(
    job('<key>StartInterval</key><string>300</string><key>ThrottleInterval</key><integer>0</integer>'),
  );
  const { text, done } = await fixPlist(both, FILE, facts, ['throttle_bad']);
  expect(done).toEqual(['ThrottleInterval: sets 10, which is what holds without it']);
  expect(text).toBe(both.toString().replace('<integer>0</integer>', '<integer>10</integer>'));
  expect((await fixPlist(both, FILE, facts, [])).done).toEqual([]);
});

it('sets a PATH that has what was lacking, and changes what is found before as little as can be', async () => {
  const set = async (inner: string) =>
    plain(readPlist(Buffer.from((await fixPlist(plist(inner), FILE, facts)).text)).root!);
  expect(await set(args('/opt/env.sh'))).toMatchObject({
    EnvironmentVariables: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin' },
  });
  expect(await set(args('jq'))).toMatchObject({ ProgramArguments: ['/opt/homebrew/bin/jq'] });
});

it('is silent about what is not known of the machine', async () => {
  const little: MachineFacts = {
    home: facts.home,
    look: async (path) => facts.look(path),
    head: async (path) => facts.head(path),
  };
  const asked = [
    '<key>StartInterval</key><integer>60</integer>',
    '<key>StartCalendarInterval</key><dict><key>Hour</key><integer>4</integer></dict>',
    '<key>LimitLoadToSessionType</key><string>Aqua</string>',
    '<key>StandardOutPath</key><string>/root/x.log</string>',
  ];
  for (const inner of asked) {
    expect(await lintPlist(plist(job(inner)), FILE, facts)).toHaveLength(1);
    expect(await lintPlist(plist(job(inner)), FILE, little)).toEqual([]);
  }
});

it('says where, by line and path', async () => {
  const [finding] = await lintPlist(
    plist(`${LABEL}\n${ECHO}\n<key>StartInterval</key>\n  <integer>0</integer>`),
    FILE,
    facts,
  );
  expect(finding).toMatchObject({
    code: 'start_interval_bad',
    line: 7,
    column: 3,
    path: 'StartInterval',
    file: FILE,
  });
});

it('never shows a secret', async () => {
  const findings = await lintPlist(
    plist(
      job(
        '<key>EnvironmentVariables</key><dict><key>API_KEY</key><string>~/s3cr3t:$HOME/s3cr3t</string></dict>',
      ),
    ),
    FILE,
    facts,
  );
  expect(findings.map(({ code }) => code)).toEqual(['environment_unexpanded', 'secret_in_plist']);
  expect(JSON.stringify(findings)).not.toContain('s3cr3t');
});

it('mends several things of one plist, and leaves the rest of its text', async () => {
  const before = plist(`${LABEL}
  <!-- mine -->
  <key>ProgramArguments</key><array><string>~/x</string><integer>5</integer></array>
  <key>StartInterval</key><string>300</string>
  <key>ThrottleInterval</key><integer>0</integer>`);
  const { text, done } = await fixPlist(before, FILE, facts);
  expect(done).toHaveLength(4);
  expect(text).toBe(
    before
      .toString()
      .replace('~/x', '/Users/me/x')
      .replace('<integer>5</integer>', '<string>5</string>')
      .replace('<string>300</string>', '<integer>300</integer>')
      .replace('<integer>0</integer>', '<integer>10</integer>'),
  );
  expect(plain(readPlist(Buffer.from(text)).root!)).toMatchObject({ StartInterval: 300n });
});

it('what is in an argument stays a text', async () => {
  const { text } = await fixPlist(
    plist(args('/bin/echo', '$HOME/&lt;key&gt;Disabled&lt;/key&gt;')),
    FILE,
    facts,
  );
  expect(plain(readPlist(Buffer.from(text)).root!)).toMatchObject({
    ProgramArguments: ['/bin/echo', '/Users/me/<key>Disabled</key>'],
  });
});
