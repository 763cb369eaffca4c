/** Timers and kept services of a person's systemd as candidates for tasks. systemd.service(5), systemd.timer(5), systemd.exec(5). */
import { z } from 'zod';
import type { Finding } from '#shared/nouns/finding.ts';
import { expandHome, PREFIXES, settingsOf, wordsOf } from '../systemd/unit-file.ts';
import { escapeTemplate } from '../tasks/template.ts';
import type { Candidate, InParts, Reading } from './candidate.ts';
import { slug } from './command-name.ts';
import { finding, secretFindings, type ImportCode } from './findings.ts';
import { cronOfCalendar } from './systemd-calendar.ts';
import { seconds } from './systemd-span.ts';
import { titleOf, type TaskDraft } from './task-text.ts';

/** What is handed over: units with their texts, and the home that `%h` stands for. */
export const SystemdListing = z.object({
  home: z.string(),
  units: z
    .array(z.object({ name: z.string(), timer: z.string().optional(), service: z.string() }))
    .max(1_000),
});
export type SystemdListing = z.infer<typeof SystemdListing>;
type Unit = SystemdListing['units'][number];
type Note = (code: ImportCode, severity: Finding['severity'], message: string, remedy: string) => void;

export function* readSystemd(text: string): InParts<Reading> {
  const listing = listingOf(text);
  if (listing === undefined)
    return {
      candidates: [],
      findings: [
        finding('import_unreadable', 'error', {
          message: 'the text is no list of units',
          remedy: 'use: luka import systemd',
        }),
      ],
    };
  const candidates: Candidate[] = [];
  for (const unit of listing.units) {
    candidates.push(readCandidate(unit, listing.home));
    yield;
  }
  return { candidates, findings: [] };
}

function listingOf(text: string): SystemdListing | undefined {
  try {
    return SystemdListing.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Keys that make a unit another thing than a program that is started. */
const CONFINED =
  /^(?:Protect|Private|Restrict|ReadOnly|ReadWrite|Inaccessible|Memory|CPU|IO|Limit|NoNewPriv|System(?:Call|d)|Capabilit|Nice|Bind)/;

function readCandidate(unit: Unit, home: string): Candidate {
  const findings: Finding[] = [];
  const note: Note = (code, severity, message, remedy) => {
    findings.push(finding(code, severity, { message, remedy }));
  };
  const settings = settingsOf(unit.service);
  const all = (key: string): string[] => {
    const values = settings.flatMap(([name, value]) => (name === key ? [value] : []));
    // An empty value takes back those before it.
    return values.slice(values.lastIndexOf('') + 1);
  };
  const last = (key: string): string | undefined => all(key).at(-1);
  const argv = commandOf(all('ExecStart'), note, home);
  for (const key of ['ExecStartPre', 'ExecStartPost', 'ExecStop', 'ExecStopPost', 'ExecReload'])
    if (all(key).length > 0)
      note('systemd_key', 'warning', `${key} has no place in a task`, 'add it to the steps by hand');
  const confined = settings.flatMap(([key]) => (CONFINED.test(key) ? [key] : []));
  if (confined.length > 0)
    note(
      'systemd_key',
      'warning',
      `${[...new Set(confined)].join(', ')}: the task is confined by Luka instead`,
      'see "confinement" and "limits" of a task',
    );
  const user = last('User');
  if (user !== undefined) note('systemd_user', 'error', `it runs as ${user}`, 'leave it to systemd');
  const type = last('Type') ?? 'simple';
  if (type === 'forking' || type === 'dbus')
    note('systemd_command', 'error', `a program of Type=${type} goes on by itself`, 'leave it to systemd');
  const env = environmentOf(all('Environment'), all('EnvironmentFile'), note, home);
  findings.push(...secretFindings(Object.keys(env)));
  const restart = last('Restart') ?? 'no';
  const when: Partial<TaskDraft> =
    unit.timer === undefined ? keptRunning(restart, last('RestartSec')) : timesOf(unit.timer, note);
  const cwd = last('WorkingDirectory')?.replace(/^-/, '').replace(/^~$/, home);
  const name = unit.name.replace(/\.(?:service|timer)$/, '');
  const title = titleOf(last('Description') ?? name) || name;
  return {
    name: slug(name) || 'unit',
    title,
    original: unit.name,
    findings,
    draft: findings.some(({ severity }) => severity === 'error')
      ? undefined
      : {
          title,
          env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, escapeTemplate(value)])),
          // systemd starts programs of a person in the home where nothing is said.
          cwd: escapeTemplate(cwd === undefined ? home : expandHome(cwd, home)),
          step: { argv: argv.map(escapeTemplate) },
          ...when,
        },
  };
}

function commandOf(lines: readonly string[], note: Note, home: string): string[] {
  const [line, ...more] = lines;
  if (line === undefined) note('systemd_command', 'error', 'it starts no program', 'leave it to systemd');
  if (more.length > 0)
    note(
      'systemd_command',
      'error',
      'it starts several programs in a row',
      'write the task by hand, with a step for each',
    );
  const argv = wordsOf((line ?? '').replace(PREFIXES, ''), home);
  if (/(?:^|[^$])\$(?:\w|\{)/.test(line ?? ''))
    note(
      'systemd_command',
      'warning',
      'systemd puts variables into its command; the task hands them on as they stand',
      'write them out in the task',
    );
  if (/%[A-Za-z]/.test((line ?? '').replaceAll(/%[%h]/g, '')))
    note('systemd_command', 'error', 'its command has a specifier other than %h', 'write it out in the unit');
  return argv;
}

function environmentOf(
  lines: readonly string[],
  files: readonly string[],
  note: Note,
  home: string,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const line of lines)
    for (const word of wordsOf(line, home)) {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
      if (name === undefined)
        note('systemd_env', 'warning', `"${word}" is no variable`, 'look at Environment=');
      else env[name] = value ?? '';
    }
  if (files.length > 0)
    note(
      'systemd_env',
      'warning',
      `variables of ${files.join(', ')} are not read`,
      'add what is needed to "env"',
    );
  return env;
}

function keptRunning(restart: string, wait: string | undefined): Partial<TaskDraft> {
  if (restart === 'no') return {};
  const first = wait === undefined ? undefined : seconds(wait);
  return {
    service: {
      restart: restart === 'always' || restart === 'on-success' ? 'always' : 'on-failure',
      ...(first === undefined || first < 1 || first > 300 ? {} : { backoff: { first: `${first}s` } }),
    },
  };
}

function timesOf(text: string, note: Note): Partial<TaskDraft> {
  const triggers: Record<string, unknown>[] = [];
  for (const [key, value] of settingsOf(text)) {
    switch (key) {
      case 'OnCalendar': {
        if (value === '') triggers.length = 0;
        else {
          const read = cronOfCalendar(value);
          if ('fault' in read)
            note(
              'systemd_calendar',
              'error',
              `OnCalendar=${value}: ${read.fault}`,
              'say it in the task by hand',
            );
          else triggers.push(read);
        }
        break;
      }
      case 'OnUnitActiveSec':
      case 'OnUnitInactiveSec': {
        const every = seconds(value);
        if (every === undefined || every < 1)
          note('systemd_times', 'error', `${key}=${value} is no span`, 'say it in the task by hand');
        else {
          triggers.push({ every: `${every}s` });
          note(
            'systemd_times',
            'info',
            'systemd counts from the last run; Luka from fixed moments',
            'see "anchor" of a trigger',
          );
        }
        break;
      }
      case 'OnActiveSec':
      case 'OnBootSec':
      case 'OnStartupSec':
        note(
          'systemd_times',
          'info',
          `${key} is left out: the task starts at its next moment`,
          'add a "startup" trigger where that is wanted',
        );
        break;
      case 'RandomizedDelaySec':
      case 'AccuracySec':
        note('systemd_times', 'info', `${key}: Luka starts on time`, 'nothing has to be done');
        break;
      case 'Unit':
      case 'Persistent':
      default:
        break;
    }
  }
  const isPersistent = settingsOf(text).some(
    ([key, value]) => key === 'Persistent' && /^(?:yes|true|on|1)$/i.test(value),
  );
  if (!isPersistent && triggers.some((trigger) => 'cron' in trigger))
    note(
      'systemd_late',
      'info',
      'systemd forgets what falls into a time when it is off, and so does the task',
      'remove "catchUp: skip" where it should be made up for',
    );
  const [trigger, ...moreTriggers] = triggers;
  return {
    ...(trigger === undefined ? {} : { trigger, moreTriggers }),
    ...(trigger === undefined || isPersistent ? {} : { catchUp: 'skip' as const }),
  };
}
