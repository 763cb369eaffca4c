/** Under which heading `luka --help` shows a command. What is in none of them stands under the last heading. */

const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Luka itself', ['up', 'down', 'status', 'open', 'doctor']],
  ['Tasks and runs', ['task', 'run', 'ps', 'logs', 'cancel', 'why', 'services', 'service', 'drop']],
  ['Schedule', ['next', 'history', 'pause', 'resume', 'release', 'hook', 'import']],
  [
    'Who decides',
    [
      'approvals',
      'approve',
      'deny',
      'gate',
      'validate',
      'policy',
      'freeze',
      'thaw',
      'audit',
      'client',
      'secret',
    ],
  ],
  ['This machine', ['agents', 'units', 'power']],
  ['What Luka knows', ['search', 'knowledge', 'ask', 'escalations', 'remember', 'recall', 'forget']],
  ['How it goes', ['insights', 'report', 'notify', 'telemetry', 'metrics']],
  ['For coding agents', ['connect', 'mcp', 'prompt', 'modernize']],
  [
    'Installing and keeping',
    ['deploy', 'verify', 'rollback', 'releases', 'backup', 'restore', 'export', 'retention', 'completion'],
  ],
];
const REST = 'More';

export function groupOf(command: string): string {
  return GROUPS.find(([, commands]) => commands.includes(command))?.[0] ?? REST;
}

/** For sorting: by heading, and within one as it is listed here. */
export function byGroup(a: string, b: string): number {
  return placeOf(a) - placeOf(b);
}

function placeOf(command: string): number {
  const place = GROUPS.flatMap(([, commands]) => commands).indexOf(command);
  return place === -1 ? Number.MAX_SAFE_INTEGER : place;
}
