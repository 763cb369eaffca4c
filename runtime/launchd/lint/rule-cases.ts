/** Of every rule: plists that break it, and plists near them that do not. */

export const FILE = '/Users/me/Library/LaunchAgents/com.me.job.plist';
export const LABEL =
  '<key>Label</key><string>com.me.job</string><key>ProcessType</key><string>Background</string>';
export const ECHO = '<key>ProgramArguments</key><array><string>/bin/echo</string></array>';

export function plist(inner: string): Buffer {
  return Buffer.from(`<?xml version="1.0"?>\n<plist version="1.0">\n<dict>\n${inner}\n</dict>\n</plist>\n`);
}
export const args = (...texts: string[]) =>
  `${LABEL}<key>ProgramArguments</key><array>${texts.map((text) => `<string>${text}</string>`).join('')}</array>`;
export const job = (inner: string) => `${LABEL}${ECHO}${inner}`;

/** Code to plists that have exactly this wrong, and to plists near them that have not. */
export const CASES: Readonly<Record<string, { bad: string[]; good: string[] }>> = {
  plist_unreadable: { bad: [`${job('')}<key>A`], good: [job('')] },
  plist_no_job: { bad: [''], good: [job('')] },
  key_twice: { bad: [`${job('')}${LABEL}`], good: [job('')] },
  label_bad: {
    bad: [
      ECHO,
      `<key>Label</key><string>../x</string>${ECHO}`,
      `<key>Label</key><string>a b</string>${ECHO}`,
      `<key>Label</key><string></string>${ECHO}`,
    ],
    good: [job('')],
  },
  label_not_file_name: { bad: [`<key>Label</key><string>com.you.job</string>${ECHO}`], good: [job('')] },
  value_wrong_type: {
    bad: [
      job('<key>StartInterval</key><string>300</string>'),
      job('<key>RunAtLoad</key><string>yes</string>'),
      job('<key>KeepAlive</key><integer>1</integer>'),
      job('<key>WatchPaths</key><string>/opt</string>'),
      job('<key>WatchPaths</key><array><integer>5</integer></array>'),
      job('<key>KeepAlive</key><dict><key>Crashed</key><string>true</string></dict>'),
      job('<key>EnvironmentVariables</key><dict><key>PORT</key><integer>80</integer></dict>'),
      job('<key>StartCalendarInterval</key><dict><key>Hour</key><string>5</string></dict>'),
    ],
    good: [job('<key>StartInterval</key><integer>300</integer><key>KeepAlive</key><dict/>')],
  },
  argument_no_text: {
    bad: [`${LABEL}<key>ProgramArguments</key><array><string>/bin/echo</string><integer>5</integer></array>`],
    good: [args('/bin/echo', '5')],
  },
  program_absent: { bad: [LABEL], good: [job('')] },
  path_unexpanded: {
    bad: [
      args('~/bin/x'),
      args('/bin/echo', '$HOME/x'),
      args('/bin/echo', '${X}'),
      job('<key>StandardOutPath</key><string>~/logs/x.log</string>'),
      job('<key>WatchPaths</key><array><string>${HOME}/x</string></array>'),
    ],
    good: [args('/bin/sh', '-c', 'cd ~ &amp;&amp; echo "$HOME"'), args('/bin/echo', 'a~b', '5$', 'x@y')],
  },
  environment_unexpanded: {
    bad: [job('<key>EnvironmentVariables</key><dict><key>PATH</key><string>/bin:$HOME/bin</string></dict>')],
    good: [job('<key>EnvironmentVariables</key><dict><key>NOTE</key><string>costs $5</string></dict>')],
  },
  program_relative: {
    bad: [args('echo'), args('jq'), args('nosuch'), args('./x')],
    good: [args('/bin/echo')],
  },
  program_missing: {
    bad: [args('/nowhere/x')],
    good: [args('/Users/me/secret')],
  },
  program_is_folder: { bad: [args('/opt')], good: [args('/bin/echo')] },
  program_not_executable: { bad: [args('/opt/plain.sh')], good: [args('/bin/echo')] },
  script_missing: {
    bad: [
      args('/bin/bash', '/nowhere/x.sh'),
      args('/bin/bash', '-x', '/nowhere/x.sh'),
      args('/bin/sh', '/opt'),
    ],
    good: [
      args('/bin/bash', '/opt/plain.sh'),
      args('/bin/bash', '/Users/me/secret'),
      args('/bin/bash', '-c', '/nowhere/x.sh'),
      args('/bin/echo', '/nowhere/x.sh'),
    ],
  },
  program_protected: {
    bad: [
      args('/Users/me/Documents/x.sh'),
      args('/bin/bash', '/Users/me/Desktop/x.sh'),
      args('/Users/me/Library/Mobile Documents/com~apple~CloudDocs/x'),
      args('/Volumes/Stick/x'),
    ],
    good: [args('/Users/me/Documents2/x'), args('/Volumes/Macintosh HD/x'), args('/Users/you/Documents/x')],
  },
  folder_protected: {
    bad: [
      job('<key>WorkingDirectory</key><string>/Users/me/Downloads</string>'),
      job('<key>StandardOutPath</key><string>/Volumes/Stick/x.log</string>'),
    ],
    good: [job('<key>WorkingDirectory</key><string>/Users/me</string>')],
  },
  program_daemonizes: {
    bad: [
      args('/opt/nginx'),
      args('/opt/nginx', '-c', '/x.conf'),
      args('/opt/mongod', '--fork'),
      args('/opt/redis-server', '--daemonize', 'yes'),
      args('/opt/x', '--daemon'),
      args('/opt/docker', 'run', '--rm', '-d', 'x'),
      args('/bin/sh', '-c', '/bin/echo hi &amp;'),
      args('/bin/sh', '-c', 'nohup /bin/echo &amp;'),
      args('/bin/sh', '-c', 'cd / &amp;&amp; /opt/brew services start x'),
      args('/opt/pm2', 'start', 'x.js'),
      args('/opt/apachectl', 'start'),
      `${args('/opt/mongod', '--fork')}<key>AbandonProcessGroup</key><true/><key>KeepAlive</key><true/>`,
    ],
    good: [
      args('/opt/nginx', '-g', 'daemon off;'),
      args('/opt/nginx', '-t'),
      args('/opt/mongod'),
      args('/opt/redis-server', '--daemonize', 'no'),
      args('/opt/docker', 'run', '-it', 'x'),
      args('/bin/sh', '-c', '/bin/echo hi &amp; wait'),
      args('/bin/sh', '-c', 'echo "a &amp;"'),
      args('/opt/pm2', 'start', 'x.js', '--no-daemon'),
      `${args('/opt/mongod', '--fork')}<key>AbandonProcessGroup</key><true/>`,
    ],
  },
  path_unset: {
    bad: [
      args('/bin/sh', '-c', 'jq . x | head'),
      args('/bin/bash', '-c', 'cd / &amp;&amp; exec jq'),
      args('/usr/bin/env', 'A=1', 'jq'),
      args('/opt/env.sh'),
      `${args('/opt/env.sh')}<key>EnvironmentVariables</key><dict><key>A</key><string>b</string></dict>`,
    ],
    good: [
      args('/bin/sh', '-c', 'export PATH=/opt/homebrew/bin:$PATH; jq . x'),
      args('/bin/bash', '-lc', 'jq . x'),
      args('/bin/sh', '-c', '/opt/homebrew/bin/jq . x'),
      args('/bin/sh', '-c', 'head x; echo jq'),
      args('/bin/sh', '-c', 'jq "unclosed'),
      args('/bin/sh', '-c', 'jq() { :; }; jq'),
      `${args('/opt/env.sh')}<key>EnvironmentVariables</key><dict><key>PATH</key><string>/usr/bin</string></dict>`,
    ],
  },
  path_lacks_command: {
    bad: [
      `${args('/opt/env.sh')}<key>EnvironmentVariables</key><dict><key>PATH</key><string>/usr/bin</string></dict>`,
      `${args('/bin/sh', '-c', 'jq')}<key>EnvironmentVariables</key><dict><key>PATH</key><string></string></dict>`,
    ],
    good: [
      `${args('/opt/env.sh')}<key>EnvironmentVariables</key><dict><key>PATH</key><string>/x:/opt/homebrew/bin</string></dict>`,
      args('/opt/env.sh'),
    ],
  },
  command_missing: {
    bad: [args('/bin/sh', '-c', 'nosuch x'), args('/usr/bin/env', 'nosuch')],
    good: [args('/bin/sh', '-c', 'jq x'), args('/bin/sh', '-c', 'if [ -f x ]; then head x; fi')],
  },
  log_unwritable: {
    bad: [
      job('<key>StandardOutPath</key><string>/root/x.log</string>'),
      job('<key>StandardErrorPath</key><string>/opt/plain.sh</string>'),
    ],
    good: [job('<key>StandardOutPath</key><string>/Users/me/logs/x.log</string>')],
  },
  keep_alive_loops: {
    bad: [job('<key>KeepAlive</key><dict><key>SuccessfulExit</key><true/></dict>')],
    good: [
      job('<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>'),
      job('<key>KeepAlive</key><true/>'),
    ],
  },
  start_interval_short: {
    bad: [job('<key>StartInterval</key><integer>60</integer>')],
    good: [
      job('<key>StartInterval</key><integer>600</integer>'),
      `<key>Label</key><string>com.unknown</string>${ECHO}<key>StartInterval</key><integer>60</integer>`,
    ],
  },
  calendar_twice: {
    bad: [
      job(
        '<key>StartCalendarInterval</key><array><dict><key>Weekday</key><integer>0</integer></dict><dict><key>Weekday</key><integer>7</integer></dict></array>',
      ),
      job(
        '<key>StartCalendarInterval</key><array>\n<dict><key>Hour</key><integer>1</integer><key>Minute</key><integer>2</integer></dict>\n<dict><key>Minute</key><integer>2</integer><key>Hour</key><integer>1</integer></dict>\n</array>',
      ),
    ],
    good: [
      job(
        '<key>StartCalendarInterval</key><array><dict><key>Weekday</key><integer>0</integer></dict><dict><key>Weekday</key><integer>6</integer></dict></array>',
      ),
      job(
        '<key>StartCalendarInterval</key><array><dict><key>Day</key><integer>0</integer></dict><dict><key>Day</key><integer>7</integer></dict></array>',
      ),
    ],
  },
  calendar_asleep: {
    bad: [job('<key>StartCalendarInterval</key><dict><key>Hour</key><integer>4</integer></dict>')],
    good: [
      job('<key>StartCalendarInterval</key><dict><key>Hour</key><integer>5</integer></dict>'),
      job('<key>StartCalendarInterval</key><dict><key>Minute</key><integer>4</integer></dict>'),
    ],
  },
  watch_busy: {
    bad: [
      job('<key>WatchPaths</key><array><string>/opt</string><string>/Users/me/</string></array>'),
      job('<key>QueueDirectories</key><array><string>/tmp</string></array>'),
      job('<key>WatchPaths</key><array><string>/</string></array>'),
    ],
    good: [job('<key>WatchPaths</key><array><string>/Users/me/inbox</string></array>')],
  },
  watch_own_log: {
    bad: [
      job(
        '<key>QueueDirectories</key><array><string>/Users/me/logs/</string></array><key>StandardOutPath</key><string>/Users/me/logs/x.log</string>',
      ),
      job(
        '<key>WatchPaths</key><array><string>/Users/me/logs/x.log</string></array><key>StandardErrorPath</key><string>/Users/me/logs/x.log</string>',
      ),
    ],
    good: [
      job(
        '<key>WatchPaths</key><array><string>/Users/me/inbox</string></array><key>StandardOutPath</key><string>/Users/me/logs/x.log</string>',
      ),
    ],
  },
  needs_gui_session: {
    bad: [
      job('<key>LimitLoadToSessionType</key><string>Aqua</string>'),
      job('<key>LimitLoadToSessionType</key><array><string>Aqua</string></array>'),
      args('/usr/bin/open', '-a', 'Safari'),
      args('/usr/bin/osascript', '-e', 'tell application "System Events" to keystroke "a"'),
    ],
    good: [
      job('<key>LimitLoadToSessionType</key><array><string>Aqua</string><string>Background</string></array>'),
      args('/usr/bin/osascript', '-e', 'return 1'),
    ],
  },
  process_type_missing: {
    bad: [
      `<key>Label</key><string>com.me.job</string>${ECHO}`,
      `<key>Label</key><string>com.me.job</string>${ECHO}<key>StartInterval</key><integer>600</integer>`,
    ],
    good: [job('')],
  },
  script_interpreter: {
    bad: [
      args('/opt/windows.sh'),
      args('/opt/lost.sh'),
      args('/opt/bare.sh'),
      args('/bin/bash', '/opt/windows.sh'),
    ],
    good: [args('/opt/good.sh'), args('/bin/bash', '/opt/bare.sh'), args('/bin/echo')],
  },
  log_folder_missing: {
    bad: [
      job('<key>StandardErrorPath</key><string>/Users/me/none/x.log</string>'),
      job('<key>StandardOutPath</key><string>x.log</string>'),
      job('<key>StandardOutPath</key><string>/Users/me/logs</string>'),
    ],
    good: [job('<key>StandardOutPath</key><string>/Users/me/logs/new.log</string>')],
  },
  working_directory_missing: {
    bad: [
      job('<key>WorkingDirectory</key><string>/none</string>'),
      job('<key>WorkingDirectory</key><string>/bin/echo</string>'),
      job('<key>WorkingDirectory</key><string>x</string>'),
    ],
    good: [job('<key>WorkingDirectory</key><string>/Users/me/secret</string>')],
  },
  keep_alive_with_schedule: {
    bad: [job('<key>KeepAlive</key><true/><key>StartInterval</key><integer>60</integer>')],
    good: [job('<key>KeepAlive</key><false/><key>StartInterval</key><integer>60</integer>')],
  },
  start_interval_bad: {
    bad: [job('<key>StartInterval</key><integer>0</integer>')],
    good: [job('<key>StartInterval</key><integer>1</integer>')],
  },
  calendar_bad: {
    bad: [
      job('<key>StartCalendarInterval</key><dict><key>Hour</key><integer>24</integer></dict>'),
      job(
        '<key>StartCalendarInterval</key><dict><key>Month</key><integer>4</integer><key>Day</key><integer>31</integer></dict>',
      ),
      job('<key>StartCalendarInterval</key><dict><key>Hours</key><integer>2</integer></dict>'),
      job('<key>StartCalendarInterval</key><array><integer>3</integer></array>'),
    ],
    good: [job('<key>StartCalendarInterval</key><dict/>')],
  },
  calendar_day_and_weekday: {
    bad: [
      job(
        '<key>StartCalendarInterval</key><dict><key>Day</key><integer>1</integer><key>Weekday</key><integer>1</integer></dict>',
      ),
    ],
    good: [job('<key>StartCalendarInterval</key><dict><key>Day</key><integer>1</integer></dict>')],
  },
  throttle_bad: {
    bad: [
      job('<key>ThrottleInterval</key><integer>0</integer>'),
      job('<key>ThrottleInterval</key><integer>60</integer>'),
    ],
    good: [job('<key>ThrottleInterval</key><integer>5</integer>')],
  },
  user_in_agent: { bad: [job('<key>UserName</key><string>me</string>')], good: [job('')] },
  secret_in_plist: {
    bad: [
      job('<key>EnvironmentVariables</key><dict><key>DB_PASSWORD</key><string>hunter2</string></dict>'),
      job(`<key>EnvironmentVariables</key><dict><key>X</key><string>ghp_${'a'.repeat(36)}</string></dict>`),
      job(
        '<key>EnvironmentVariables</key><dict><key>DB</key><string>postgres://me:hunter2@db/x</string></dict>',
      ),
      args('/bin/echo', '--password=hunter2'),
      args('/bin/echo', '--token', 'hunter2'),
      args('/bin/sh', '-c', 'DB_PASS=hunter2 /bin/echo'),
      args('/bin/echo', '-H', 'Authorization: Bearer abcdefgh12345'),
    ],
    good: [
      job(
        '<key>EnvironmentVariables</key><dict><key>TOKEN_FILE</key><string>/run/token</string><key>KEYBOARD</key><string>us</string></dict>',
      ),
      args('/bin/sh', '-c', 'API_TOKEN=$(cat /x) /bin/echo --password "$P"'),
      args('/bin/echo', '--token-file', '/x', '--pass-through=no', 'http://x:80/y@z'),
    ],
  },
  key_unknown: {
    bad: [
      job('<key>RunAtLaod</key><true/>'),
      job('<key>constructor</key><true/>'),
      job('<key>KeepAlive</key><dict><key>Crash</key><true/></dict>'),
    ],
    good: [job('<key>RunAtLoad</key><true/>')],
  },
  key_dead: {
    bad: [
      job('<key>ServiceIPC</key><true/>'),
      job('<key>KeepAlive</key><dict><key>NetworkState</key><true/></dict>'),
    ],
    good: [job('')],
  },
};
