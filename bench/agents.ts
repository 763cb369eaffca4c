/** Reading and linting all plists of a machine that has many, against only reading their bytes. */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lintFolders } from '#runtime/launchd/lint/lint-folders.ts';
import { createMachineFacts } from '#runtime/launchd/lint/machine-facts.ts';
import { median, percentile, report, temporaryHome } from './measure.ts';

const PLISTS = 500;
const ROUNDS = 25;
const WARM = 5;
const BOUND_MS = 300;

const strings = (texts: readonly string[]): string =>
  `<array>\n${texts.map((text) => `\t\t<string>${text}</string>`).join('\n')}\n\t</array>`;
const entry = (key: string, value: string): string => `\t<key>${key}</key>\n\t${value}`;
const moment = (units: Readonly<Record<string, number>>): string =>
  `<dict>${Object.entries(units)
    .map(([unit, value]) => `<key>${unit}</key><integer>${value}</integer>`)
    .join('')}</dict>`;

/** Programs as agents have them: some there, some gone, scripts, shell lines, bare names. */
function programOf(at: number, home: string): string {
  const all = [
    [`${home}/bin/job-${at % 40}.sh`, '--verbose'],
    ['/bin/bash', `${home}/bin/job-${at % 40}.sh`],
    ['/bin/sh', '-c', `cd ${home} &amp;&amp; tar czf backup-${at}.tgz Documents | tee log; exec sleep ${at}`],
    ['/usr/bin/env', 'python3', `${home}/bin/tool-${at}.py`],
    [`/usr/local/gone/program-${at}`, '--config', `/etc/${at}.conf`],
    ['$HOME/bin/tool', `~/data/${at}`],
  ];
  return entry('ProgramArguments', strings(all[at % all.length] ?? []));
}

/** Triggers of every shape: intervals, calendars, lists of them, nested KeepAlive, watched paths. */
function triggerOf(at: number, home: string): string {
  const all = [
    entry('StartInterval', `<integer>${60 + at}</integer>`),
    entry('StartCalendarInterval', moment({ Hour: at % 24, Minute: at % 60 })),
    entry(
      'StartCalendarInterval',
      `<array>${[1, 2, 3, 4, 5].map((Weekday) => moment({ Hour: at % 24, Minute: 0, Weekday })).join('\n')}</array>`,
    ),
    entry('KeepAlive', '<dict><key>SuccessfulExit</key><false/><key>Crashed</key><true/></dict>'),
    entry('WatchPaths', strings([`${home}/inbox-${at}`, `${home}/outbox-${at}`])),
    [entry('RunAtLoad', '<true/>'), entry('KeepAlive', '<true/>')].join('\n'),
    entry('StartInterval', '<string>300</string>'),
  ];
  return all[at % all.length] ?? '';
}

function plistOf(at: number, home: string): string {
  const logs = at % 3 === 0 ? `${home}/Library/Logs` : `${home}/gone/${at}`;
  const more =
    at % 4 === 0
      ? [
          entry('Umask', '<integer>18</integer>'),
          '\t<!-- do not touch -->',
          entry('Nice', '<integer>5</integer>'),
        ]
      : [entry('ProcessType', '<string>Background</string>')];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${[
  entry('Label', `<string>com.example.job-${at}</string>`),
  programOf(at, home),
  triggerOf(at, home),
  entry(
    'EnvironmentVariables',
    `<dict>\n\t\t<key>PATH</key>\n\t\t<string>/opt/homebrew/bin:/usr/bin:/bin</string>\n\t\t<key>JOB</key>\n\t\t<string>${at}</string>\n\t</dict>`,
  ),
  entry('WorkingDirectory', `<string>${home}</string>`),
  entry('StandardOutPath', `<string>${logs}/job-${at}.out.log</string>`),
  entry('StandardErrorPath', `<string>${logs}/job-${at}.err.log</string>`),
  ...more,
].join('\n')}
</dict>
</plist>
`;
}

async function generate(home: string): Promise<string> {
  const agents = join(home, 'Library', 'LaunchAgents');
  for (const folder of [agents, join(home, 'bin'), join(home, 'Library', 'Logs')])
    await mkdir(folder, { recursive: true });
  for (let at = 0; at < 40; at += 1) {
    const script = join(home, 'bin', `job-${at}.sh`);
    await writeFile(script, '#!/bin/bash\necho hi\n');
    await chmod(script, 0o755);
  }
  for (let at = 0; at < PLISTS; at += 1)
    await writeFile(join(agents, `com.example.job-${at}.plist`), plistOf(at, home), { mode: 0o644 });
  return agents;
}

/** ms, without the first rounds, in which the code is still compiled. */
async function timesOf(action: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    const before = performance.now();
    await action();
    times.push(performance.now() - before);
  }
  return times.slice(WARM);
}

await using home = await temporaryHome();
const agents = await generate(home.path);
const linted = await lintFolders([agents], createMachineFacts(home.path));
const findings = linted.reduce((sum, each) => sum + each.findings.length, 0);
const reading = await timesOf(async () => {
  const names = await readdir(agents);
  await Promise.all(names.map((name) => readFile(join(agents, name))));
});
const linting = await timesOf(() => lintFolders([agents], createMachineFacts(home.path)));

report(`${PLISTS} plists`, [
  {
    what: `all read and linted, ${findings} findings, median of ${ROUNDS} rounds`,
    measured: `${median(linting).toFixed(0)} ms (p90 ${percentile(linting, 0.9).toFixed(0)} ms; ${(median(linting) / median(reading)).toFixed(1)}x reading their bytes, ${median(reading).toFixed(0)} ms)`,
    bound: `${BOUND_MS} ms`,
    ok: linted.length === PLISTS && findings > PLISTS && median(linting) < BOUND_MS,
  },
]);
