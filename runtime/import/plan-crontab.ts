/** A crontab as candidates for tasks. */
import { posix } from 'node:path';
import type { Finding } from '#shared/nouns/finding.ts';
import { escapeTemplate } from '../tasks/template.ts';
import type { Candidate, InParts, Reading } from './candidate.ts';
import { nameOfCommand } from './command-name.ts';
import { commandWithInput, splitCommand } from './crontab-command.ts';
import { MAX_ENTRIES, readCrontabLines, type CrontabEntry, type CrontabLines } from './crontab-lines.ts';
import { readCrontabSettings } from './crontab-settings.ts';
import { readSchedule } from './crontab-schedule.ts';
import { finding } from './findings.ts';
import { descriptionOf, titleOf, type DraftStep } from './task-text.ts';

export interface CrontabOptions {
  /** Who Luka runs as; entries of a system crontab that run as this user can be taken over. */
  readonly user?: string | undefined;
}

const TOLD = 20;

export function* readCrontab(text: string, options: CrontabOptions): InParts<Reading> {
  const lines = yield* readCrontabLines(text);
  if (lines.entries.length === 0 && (lines.wrong.length > 0 || lines.more)) {
    return {
      candidates: [],
      findings: [
        finding('import_unreadable', 'error', {
          message: 'the text is no crontab: none of its lines is an entry',
          remedy: 'give the output of `crontab -l`',
          line: lines.wrong[0],
        }),
      ],
    };
  }
  const candidates: Candidate[] = [];
  for (const entry of lines.entries) {
    candidates.push(readCandidate(entry, lines.ofSystem, options));
    yield;
  }
  return { candidates, findings: lineFindings(lines) };
}

function lineFindings({ wrong, resting, more }: CrontabLines): Finding[] {
  const findings = wrong.slice(0, TOLD).map((line) =>
    finding('crontab_line', 'error', {
      message: 'the line is neither an entry nor a setting; cron would not take it',
      remedy: 'write minute, hour, day, month, weekday and a command, or put a # before it',
      line,
    }),
  );
  if (resting.length > 0) {
    const named = resting.length > TOLD ? `${resting.slice(0, TOLD).join(', ')}, …` : resting.join(', ');
    findings.push(
      finding('crontab_comment', 'info', {
        message: `commented-out jobs are not imported (line ${named})`,
        remedy: 'remove the # from a job that is wanted, and import again',
        line: resting[0],
      }),
    );
  }
  if (more) {
    findings.push(
      finding('import_too_many', 'error', {
        message: `there is more than is read at once: ${MAX_ENTRIES} entries, 100 settings, or 100 lines that cannot be read`,
        remedy: 'import it in parts',
      }),
    );
  }
  return findings;
}

function readCandidate(entry: CrontabEntry, ofSystem: boolean, options: CrontabOptions): Candidate {
  const { line, original } = entry;
  const findings: Finding[] = [];
  const rest = ofSystem ? entry.rest.replace(/^\S+\s+/, '') : entry.rest;
  if (ofSystem) findings.push(...userFindings(entry, options));
  const { conditions, text } = readPrefixes(rest, findings, line);
  const { command, input } = splitCommand(text);
  const settings = readCrontabSettings(entry.settings, line);
  const schedule = readSchedule(entry, settings.zone);
  findings.push(...schedule.findings, ...settings.findings);
  if (/\\\\/.test(text) && !command.includes('\\\\')) {
    findings.push(
      finding('crontab_backslash', 'warning', {
        message:
          'cron of macOS, the BSDs and Debian makes one backslash of two; so does this task, cronie does not',
        remedy: 'look at the backslashes of the command',
        line,
      }),
    );
  }
  const step = readStep({ command, input, shell: settings.shell, line }, findings);
  const [first, ...others] = entry.comment;
  const title = titleOf(first ?? (command || original));
  const description = first !== undefined && first.length > title.length ? entry.comment : others;
  const sound = step !== undefined && schedule.trigger !== undefined;
  return {
    name: nameOfCommand(command),
    title: title === '' ? 'crontab' : title,
    original,
    line,
    findings,
    draft: !sound
      ? undefined
      : {
          title: title === '' ? 'crontab' : title,
          description: descriptionOf(description.join('\n')),
          env: settings.env,
          cwd: settings.cwd,
          trigger: schedule.trigger,
          conditions,
          step,
        },
  };
}

function userFindings({ rest, line }: CrontabEntry, { user }: CrontabOptions): Finding[] {
  const named = /^[^\s:/]+/.exec(rest)?.[0] ?? '';
  if (user !== undefined && named === user) return [];
  return [
    finding('crontab_user', 'error', {
      message: `it runs as ${named}; Luka runs everything as ${user ?? 'the person who started it'}`,
      remedy: 'leave it to cron, or make a LaunchDaemon of it',
      line,
    }),
  ];
}

/** macOS: `@AppleNotOnBattery` (crontab(5)). FreeBSD and OpenBSD: flags about mail, logging and running once. */
function readPrefixes(
  rest: string,
  findings: Finding[],
  line: number,
): { text: string; conditions?: { ac: true } } {
  const plain = rest.replace(/^(?:-[nqs]+[ \t]+)+/, '');
  const text = plain.replace(/^@AppleNotOnBattery[ \t]+/, '');
  if (text === plain) return { text };
  findings.push(
    finding('crontab_battery', 'info', {
      message: 'on battery cron leaves it out; here it waits for mains power, an hour at most',
      remedy: 'change "conditions" in the task for another wait',
      line,
    }),
  );
  return { text, conditions: { ac: true } };
}

function readStep(
  entry: { command: string; input: string | undefined; shell: string | undefined; line: number },
  findings: Finding[],
): DraftStep | undefined {
  const { command, input, shell = '/bin/sh', line } = entry;
  const refuse = (message: string, remedy: string): undefined => {
    findings.push(finding('crontab_input', 'error', { message, remedy, line }));
    return undefined;
  };
  if (command.trim() === '') return refuse('the command is empty', 'remove the line');
  if (/\0/.test(command)) return refuse('the command holds a NUL character', 'remove it from the line');
  const name = posix.basename(shell);
  const isUsual = /^(?:ba)?sh$/.test(name);
  if (input !== undefined && !/^(?:ba|z|da|k)?sh$/.test(name))
    return refuse(
      `after the % it has input, which ${name} cannot be given here`,
      'put the command into a script',
    );
  if (input !== undefined) {
    findings.push(
      finding('crontab_input', 'info', {
        message: 'what follows the first % is the input of the command; the task gives it by a here-document',
        remedy: 'nothing to do',
        line,
      }),
    );
  }
  const script = input === undefined ? command : commandWithInput(command, input);
  if (!isUsual) {
    findings.push(
      finding('crontab_shell', 'info', {
        message: `SHELL is ${shell}: the task starts that shell by itself`,
        remedy: 'nothing to do',
        line,
      }),
    );
  }
  // A shell line may hold nothing that looks like a template; an argument may, escaped.
  return isUsual && !script.includes('${{')
    ? { run: script }
    : { argv: [shell, '-c', escapeTemplate(script)] };
}
