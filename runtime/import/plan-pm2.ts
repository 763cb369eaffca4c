/** The programs of pm2 as candidates for tasks: those that start at times and end, not those that run for ever. */
import { posix } from 'node:path';
import type { Finding } from '#shared/nouns/finding.ts';
import { escapeTemplate } from '../tasks/template.ts';
import type { Candidate, InParts, Reading } from './candidate.ts';
import { slug } from './command-name.ts';
import { finding, secretFindings, type ImportCode } from './findings.ts';
import { readPm2Apps, type Pm2App } from './pm2-apps.ts';
import { titleOf } from './task-text.ts';

const MAX_APPS = 1_000;

export function* readPm2(text: string): InParts<Reading> {
  const apps = readPm2Apps(text);
  if (apps === undefined) {
    return {
      candidates: [],
      findings: [
        finding('import_unreadable', 'error', {
          message: 'the text is no list of pm2',
          remedy: 'give the output of `pm2 jlist`, a dump.pm2, or an ecosystem file as JSON',
        }),
      ],
    };
  }
  const candidates: Candidate[] = [];
  for (const app of apps.slice(0, MAX_APPS)) {
    candidates.push(readCandidate(app));
    yield;
  }
  const findings =
    apps.length <= MAX_APPS
      ? []
      : [
          finding('import_too_many', 'error', {
            message: `there are more than ${MAX_APPS} programs`,
            remedy: 'import them in parts',
          }),
        ];
  return { candidates, findings };
}

function readCandidate(app: Pm2App): Candidate {
  const findings: Finding[] = [];
  const note = (code: ImportCode, severity: Finding['severity'], message: string, remedy: string): void => {
    findings.push(finding(code, severity, { message, remedy }));
  };
  if (app.autorestart)
    note(
      'pm2_forever',
      'error',
      'a program that runs for ever is a LaunchAgent, not a task',
      app.cron === undefined
        ? 'leave it to pm2, or make a LaunchAgent of it'
        : 'leave it to pm2; if it ends by itself, set autorestart: false there and import again',
    );
  const isPlaced = app.script.startsWith('/') || (app.interpreter === 'none' && !app.script.includes('/'));
  if (app.script === '') note('pm2_script', 'error', 'it names no script', 'give the output of `pm2 jlist`');
  else if (!isPlaced)
    note(
      'pm2_script',
      'error',
      `where ${app.script} is, is not said`,
      'add an absolute "cwd", or give the output of `pm2 jlist`',
    );
  if (app.user !== undefined)
    note('pm2_user', 'error', `it runs as ${app.user}`, 'leave it to pm2, or make a LaunchDaemon of it');
  if (!app.autorestart && app.cron === undefined)
    note(
      'pm2_schedule',
      'info',
      'pm2 gives it no times: the task runs only when asked to',
      'add triggers to the task',
    );
  if (app.instances > 1)
    note(
      'pm2_instances',
      'warning',
      `pm2 starts ${app.instances} of it at once; the task starts one`,
      'look whether one is enough',
    );
  if (app.watch)
    note(
      'pm2_watch',
      'warning',
      'pm2 restarts it when its files change; the task does not',
      'add a "file" trigger where that is wanted',
    );
  const names = Object.keys(app.env);
  if (names.length > 0)
    note(
      'pm2_env',
      'info',
      `of its environment these are copied: ${names.join(', ')}`,
      'remove from "env" what the program does not need',
    );
  findings.push(...secretFindings(names));
  const argv = [
    ...(app.interpreter === 'none' ? [] : [app.interpreter, ...app.interpreterArgs]),
    app.script,
    ...app.args,
  ];
  return {
    name: slug(app.name) || slug(posix.basename(app.script)) || 'job',
    title: titleOf(app.name) || 'pm2',
    original: app.original,
    findings,
    draft: findings.some(({ severity }) => severity === 'error')
      ? undefined
      : {
          title: titleOf(app.name) || 'pm2',
          env: Object.fromEntries(
            Object.entries(app.env).map(([name, value]) => [name, escapeTemplate(value)]),
          ),
          cwd: app.cwd === undefined ? undefined : escapeTemplate(app.cwd),
          trigger: app.cron === undefined ? undefined : { cron: app.cron },
          step: { argv: argv.map(escapeTemplate) },
        },
  };
}
