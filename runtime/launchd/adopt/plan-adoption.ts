/** What a launchd job would become here. Pure: it reads and writes nothing. */
import { basename } from 'node:path';
import { stringify } from 'yaml';
import type { Finding } from '#shared/nouns/finding.ts';
import { slug } from '../../import/command-name.ts';
import { titleOf } from '../../import/task-text.ts';
import { parseTask } from '../../tasks/parse-task.ts';
import { escapeTemplate } from '../../tasks/template.ts';
import { programOf, shellLineAt, textAt } from '../lint/job-words.ts';
import { secretsOf } from '../lint/secrets.ts';
import { valueAt, type PlistDict, type PlistPath } from '../plist/plist-value.ts';
import { Notes } from './notes.ts';
import { planKeepAlive, type ServiceDraft } from './plan-keep-alive.ts';
import { planRest } from './plan-rest.ts';
import { planTriggers, type TriggerPlan } from './plan-triggers.ts';

/** What a plan has to know of the machine. */
export interface AdoptionFacts {
  /** Of the person whose agents these are; absolute. */
  readonly home: string;
  /** Who Luka runs as, where it is known. */
  readonly user?: string | undefined;
  /** Whether a path is a folder now. */
  readonly isFolder: (path: string) => boolean;
}

/** A value that goes into the store of secrets, and how the task refers to it. */
export interface SecretDraft {
  /** Of the store. */
  readonly name: string;
  readonly variable: string;
}

export interface AdoptionPlan {
  readonly label: string;
  /** The id that the task would like to have. */
  readonly name: string;
  readonly kind: 'service' | 'scheduled' | 'manual';
  /** The task file, switched off; empty where it cannot become a task. */
  readonly text: string;
  readonly findings: readonly Finding[];
  /** How it will behave otherwise than now, in sentences. */
  readonly changes: readonly string[];
  readonly secrets: readonly SecretDraft[];
}

/** Never throws for what the plist holds. @param file its absolute path, as findings name it */
export function planAdoption(job: PlistDict, file: string, facts: AdoptionFacts): AdoptionPlan {
  const notes = new Notes(job, file);
  const label = textAt(job, 'Label') ?? basename(file).replace(/\.plist(?:\.sample)?$/, '');
  const name = slug(label) || 'agent';
  if (file.startsWith('/Library/LaunchDaemons/') || file.startsWith('/System/'))
    notes.find('adopt_user', 'error', [], 'it is of the system and runs as root', 'leave it to launchd');
  const expand = (path: PlistPath, text: string): string => expanded(text, path, facts.home, notes);
  const rest = planRest(job, notes, facts.user);
  const argv = planCommand(job, notes, expand);
  const { env, secrets } = planEnvironment(job, name, notes, expand);
  const cwd = textAt(job, 'WorkingDirectory');
  const service = planKeepAlive(job, notes);
  const plan: TriggerPlan = service
    ? { triggers: [] }
    : planTriggers(job, notes, (text) => text.replaceAll(HOME, () => facts.home), facts.isFolder);
  if (service) tellDropped(job, notes);
  const { triggers } = plan;
  const kind = service ? 'service' : triggers.length > 0 ? 'scheduled' : 'manual';
  if (kind === 'manual' && !notes.cannot)
    notes.change('nothing starts it by itself; launchd starts it on demand, Luka when you run it');
  const fields = {
    title: titleOf(label) || name,
    enabled: false,
    ...sectionOf(service, plan),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    // launchd starts programs in the root folder where nothing is said; Luka would in the home.
    cwd: escapeTemplate(cwd === undefined ? '/' : expand(['WorkingDirectory'], cwd)),
    ...(rest.grace === undefined ? {} : { grace: rest.grace }),
    steps: [{ argv: [...rest.before, ...argv].map(escapeTemplate) }],
  };
  const text = notes.cannot ? '' : writeText(fields, label, file, notes);
  return {
    label,
    name,
    kind,
    text: notes.cannot ? '' : text,
    findings: notes.findings,
    changes: notes.changes,
    secrets,
  };
}

function sectionOf(service: ServiceDraft | undefined, { triggers, catchUp }: TriggerPlan): object {
  if (service) return { service };
  if (triggers.length === 0) return {};
  return {
    triggers,
    // launchd never has two of a job.
    overlap: 'skip',
    ...(catchUp === undefined ? {} : { catchUp }),
  };
}

const HOME = /^~(?=\/|$)|(?<==)~(?=\/)|\$HOME\b|\$\{HOME\}/g;

/** With the home written out. What else a shell would expand stays as it is, as launchd leaves it. */
function expanded(text: string, path: PlistPath, home: string, notes: Notes): string {
  const mended = text
    .split(':')
    .map((part) => part.replaceAll(HOME, () => home))
    .join(':');
  if (mended !== text)
    notes.find(
      'adopt_expanded',
      'info',
      path,
      'launchd hands "~" and "$HOME" on as they are written; the task has the home in their place',
      'look whether that was meant',
    );
  if (/\$[A-Za-z_{(]|`/.test(mended))
    notes.find(
      'adopt_unexpanded',
      'warning',
      path,
      'it has a part that only a shell would expand, and is handed on as it is',
      'write it out in the task',
    );
  return mended;
}

type Expand = (path: PlistPath, text: string) => string;

function planCommand(job: PlistDict, notes: Notes, expand: Expand): string[] {
  const program = programOf(job);
  const list = valueAt(job, ['ProgramArguments']);
  const items = list?.kind === 'array' ? list.items : [];
  if (program === undefined || program.text === '') {
    notes.find('adopt_program', 'error', [], 'it names no program', 'add ProgramArguments');
    return [];
  }
  const wrong = items.findIndex((item) => item.kind !== 'string');
  if (wrong >= 0)
    notes.find('adopt_value', 'error', ['ProgramArguments', wrong], 'it is no text', 'make it a string');
  const shellLine = shellLineAt(job);
  const args = items.slice(1).map((item, index) => {
    const text = item.kind === 'string' ? item.value : '';
    return index + 1 === shellLine ? text : expand(['ProgramArguments', index + 1], text);
  });
  const first = textAt(job, 'ProgramArguments', 0);
  if (program.path[0] === 'Program' && first !== undefined && basename(first) !== basename(program.text))
    notes.change(`launchd tells the program that its name is ${first}; Luka calls it by its own`);
  return [expand(program.path, program.text), ...args];
}

function planEnvironment(
  job: PlistDict,
  task: string,
  notes: Notes,
  expand: Expand,
): { env: Record<string, string>; secrets: SecretDraft[] } {
  const env: Record<string, string> = {};
  const secrets: SecretDraft[] = [];
  const values = valueAt(job, ['EnvironmentVariables']);
  const hidden = new Set(
    secretsOf(job).flatMap(({ path: [first, name] }) => (first === 'EnvironmentVariables' ? [name] : [])),
  );
  for (const { key } of values?.kind === 'dict' ? values.entries : []) {
    const path = ['EnvironmentVariables', key];
    const text = textAt(job, 'EnvironmentVariables', key);
    if (text === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
      const what = text === undefined ? 'its value is no text' : 'its name is none of a variable';
      notes.find('adopt_value', 'warning', path, `${what}: it is left out`, 'add it to "env" by hand');
      continue;
    }
    if (!hidden.has(key)) {
      env[key] = escapeTemplate(expand(path, text));
      continue;
    }
    const name = `agent.${task}.${key}`.slice(0, 128);
    env[key] = `secret:${name}`;
    secrets.push({ name, variable: key });
    notes.find(
      'adopt_secret',
      'info',
      path,
      `${key} looks like a secret: its value goes into the store of secrets as ${name}, and the task refers to it`,
      'remove it from the plist once you are sure',
    );
  }
  if (env['PATH'] === undefined)
    notes.change('launchd gives it PATH=/usr/bin:/bin:/usr/sbin:/sbin; Luka gives it Luka’s own PATH');
  return { env, secrets };
}

function tellDropped(job: PlistDict, notes: Notes): void {
  for (const key of [
    'StartInterval',
    'StartCalendarInterval',
    'WatchPaths',
    'QueueDirectories',
    'StartOnMount',
  ])
    if (valueAt(job, [key]) !== undefined)
      notes.find(
        'adopt_schedule',
        'warning',
        [key],
        `${key} starts what is kept running anyway; the service has no times`,
        'look whether it should be a task with times instead',
      );
}

/** Only what Luka takes as a task, and reads as it was meant, is offered. */
function writeText(fields: object, label: string, file: string, notes: Notes): string {
  const origin = `${label} (${file})`.replaceAll(/[\p{Cc}\u2028\u2029\ufeff]/gu, '\ufffd').toWellFormed();
  const header = `# from launchd: ${origin}\n`;
  const texts = [
    stringify(fields, { lineWidth: 0 }),
    stringify(fields, { lineWidth: 0, blockQuote: false, defaultStringType: 'QUOTE_DOUBLE' }),
  ].map((body) => header + body);
  let first: readonly Finding[] = [];
  for (const text of texts) {
    const { definition, findings } = parseTask(text, 'task.yaml');
    if (
      definition &&
      JSON.stringify(definition.steps) === JSON.stringify((fields as { steps: unknown }).steps)
    )
      return text;
    if (first.length === 0) first = findings;
  }
  const words =
    first.map(({ message }) => message).join('; ') || 'it holds characters that a task file cannot';
  notes.find('adopt_task', 'error', [], words, 'mend the plist, or write the task by hand');
  return '';
}
