import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { CHECK_KINDS, CHECK_SCHEMAS, type Check, type CheckKind } from '#shared/nouns/check.ts';
import type { Fault, FaultList } from './faults.ts';
import { showValue } from './params.ts';
import { schemaFaults } from './schema-faults.ts';
import type { Path } from './source-text.ts';
import { closest, didYouMean } from './suggest.ts';

/** Words that people write for a kind of check. */
const MEANT: Readonly<Record<string, CheckKind>> = {
  code: 'exitCode',
  exit: 'exitCode',
  exit_code: 'exitCode',
  exitcode: 'exitCode',
  status: 'exitCode',
  stdout: 'output',
  stderr: 'output',
  log: 'output',
  prints: 'output',
  printed: 'output',
  matches: 'output',
  contains: 'output',
  path: 'file',
  files: 'file',
  exists: 'file',
  folder: 'file',
  bash: 'run',
  cmd: 'run',
  command: 'run',
  sh: 'run',
  shell: 'run',
  exec: 'argv',
  program: 'argv',
  curl: 'http',
  fetch: 'http',
  url: 'http',
  under: 'duration',
  time: 'duration',
  took: 'duration',
  memory: 'knowledge',
  rag: 'knowledge',
  acceptance: 'sentence',
  human: 'sentence',
  text: 'sentence',
};

/** Each kind as a file writes it. */
const EXAMPLES: Readonly<Record<CheckKind, string>> = {
  exitCode: 'exitCode: 0',
  output: 'output: { matches: "^done" }',
  file: 'file: { path: ~/out/report.md, newer: true }',
  run: 'run: test -s out.txt',
  argv: 'argv: [test, -s, out.txt]',
  http: 'http: { url: "http://127.0.0.1:8080/" }',
  duration: 'duration: { under: 5m }',
  knowledge: 'knowledge: { contains: some words }',
  sentence: 'sentence: the figures are plausible',
};

const HINTS: Readonly<Record<string, string>> = {
  title: 'call it "name"',
  severity: 'call it "level": error or warning',
  warn: 'write "level: warning"',
  warning: 'write "level: warning"',
  optional: 'write "level: warning"',
  'output.contains': 'call it "matches": a regular expression',
  'output.match': 'call it "matches"',
  'output.excludes': 'call it "lacks"',
  'output.not': 'call it "lacks"',
  'file.glob': 'call it "path": it may hold *, ? and **',
  'file.name': 'call it "path"',
  'file.min': 'call it "minSize", a size such as 1KB',
  'file.max': 'call it "maxSize", a size such as 10MB',
  'file.size': 'call it "minSize" or "maxSize"',
  'file.missing': 'write "exists: false"',
  'file.absent': 'write "exists: false"',
  'file.json': 'call it "schema": a JSON Schema; "schema: {}" takes any JSON',
  'file.jsonSchema': 'call it "schema"',
  'http.status': 'call it "expect"',
  'http.method': 'a check only asks with GET; use a run check for more',
  'duration.max': 'call it "under"',
  'duration.below': 'call it "under"',
  'knowledge.text': 'call it "contains"',
};

const MOST_CHECKS = 50;
/** How many keys of a check without a kind are searched for one that was meant. */
const MAX_KEYS = 20;

/**
 * Checks `checks:` one by one, each against the kind it names, so that messages speak of that kind alone.
 * @param code what a fault is called: `task_invalid` or `order_invalid`
 * @returns the sound ones
 */
export function checkChecks(value: unknown, code: ErrorCode, faults: FaultList): Check[] {
  if (!Array.isArray(value)) {
    const message = `checks should be a list, but is ${showValue(value)}`;
    const remedy = `write each as an item: "- ${EXAMPLES.exitCode}"`;
    faults.add(() => ({ code, path: ['checks'], message, remedy }));
    return [];
  }
  if (value.length > MOST_CHECKS) {
    const message = `there are at most ${MOST_CHECKS} checks, but here are ${value.length}`;
    const path = ['checks', MOST_CHECKS];
    faults.add(() => ({ code, path, message, remedy: 'put several into one run check' }));
  }
  return value.slice(0, MOST_CHECKS).flatMap((item: unknown, index) => {
    const check = checkCheck(item, ['checks', index], code, faults);
    return check ? [check] : [];
  });
}

function checkCheck(value: unknown, path: Path, code: ErrorCode, faults: FaultList): Check | undefined {
  const wrong = (fault: Omit<Fault, 'code'>): undefined =>
    faults.add(() => ({ code, ...fault })) as undefined;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const remedy =
      typeof value === 'string' ? 'write "sentence:" before it for words' : `write "- ${EXAMPLES.exitCode}"`;
    return wrong({ path, message: `a check is a mapping, not ${showValue(value)}`, remedy });
  }
  const [kind, other] = CHECK_KINDS.filter((word) => Object.hasOwn(value, word));
  if (kind === undefined) return wrong(unknownKind(Object.keys(value), path));
  if (other !== undefined) {
    const message = `one check cannot be both ${kind} and ${other}`;
    return wrong({ path: [...path, other], at: 'key', message, remedy: 'make two checks of it' });
  }
  const schema = CHECK_SCHEMAS[kind];
  const read = schema.safeParse(value);
  if (!read.success) {
    const about = (value as Readonly<Record<string, unknown>>)[kind];
    // A text in the place of a mapping is what people try first.
    if (typeof about === 'string' && EXAMPLES[kind].startsWith(`${kind}: {`)) {
      const message = `checks[${path[1]}].${kind} should be a mapping, but is ${showValue(about)}`;
      return wrong({ path: [...path, kind], message, remedy: `write for example "- ${EXAMPLES[kind]}"` });
    }
    const what = `${/^[aeo]/.test(kind) ? 'an' : 'a'} ${kind} check`;
    schemaFaults({ schema, value, path, code, what, hints: HINTS }, read.error.issues, faults);
    return undefined;
  }
  const check: Check = read.data;
  const complaint = templateFault(check) ?? meaningFault(check);
  return complaint ? wrong({ ...complaint, path: [...path, ...complaint.path] }) : check;
}

type Complaint = Omit<Fault, 'code'>;

/** What a check asks is known before the run: nothing of the run is filled in. */
function templateFault(check: Check): Complaint | undefined {
  for (const { text, path } of texts(check)) {
    const [within] = /\{\{.*?(?:\}\}|$)/s.exec(text) ?? [];
    if (within !== undefined)
      return {
        path,
        within,
        message: `"${within}" would not be filled in: checks have no templates`,
        remedy: 'write it out; a run check sees parameters as environment variables',
      };
  }
  return undefined;
}

/** Texts in which steps have templates. A `run` is for the shell, and a pattern may hold any braces. */
function texts(check: Check): { text: string; path: Path }[] {
  if ('file' in check) return [{ text: check.file.path, path: ['file', 'path'] }];
  if ('http' in check) return [{ text: check.http.url, path: ['http', 'url'] }];
  if ('knowledge' in check) return [{ text: check.knowledge.contains, path: ['knowledge', 'contains'] }];
  if ('argv' in check) return check.argv.map((text, index) => ({ text, path: ['argv', index] }));
  return [];
}

function meaningFault(check: Check): Complaint | undefined {
  if ('output' in check) return outputFault(check.output);
  if ('file' in check) return fileFault(check.file);
  if ('http' in check) {
    const url = URL.parse(check.http.url);
    if (!url || !/^https?:$/.test(url.protocol))
      return {
        path: ['http', 'url'],
        message: `${showValue(check.http.url)} is no http address`,
        remedy: `write for example "- ${EXAMPLES.http}"`,
      };
  }
  if ('duration' in check && check.duration.under === 0)
    return {
      path: ['duration', 'under'],
      message: 'nothing takes less than no time',
      remedy: `write for example "- ${EXAMPLES.duration}"`,
    };
  return undefined;
}

function outputFault(output: Extract<Check, { output: unknown }>['output']): Complaint | undefined {
  if (output.matches === undefined && output.lacks === undefined)
    return {
      path: ['output'],
      message: 'it does not say what the output should be like',
      remedy: 'add "matches" or "lacks", a regular expression',
    };
  for (const name of ['matches', 'lacks'] as const) {
    const source = output[name];
    const reason = source === undefined ? undefined : patternFault(source);
    if (reason !== undefined)
      return {
        path: ['output', name],
        message: `${showValue(source)} is not a regular expression: ${reason}`,
        remedy: 'mend it; a character that means itself has "\\" before it',
      };
  }
  return undefined;
}

/** @returns what the engine says, without the pattern itself */
function patternFault(source: string): string | undefined {
  try {
    void new RegExp(source, 'u');
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return said.slice(said.lastIndexOf(': ') + 2).toLowerCase();
  }
}

function fileFault(file: Extract<Check, { file: unknown }>['file']): Complaint | undefined {
  const { path, exists, minSize, maxSize, lines } = file;
  if (path.includes('\0'))
    return { path: ['file', 'path'], message: 'no path holds NUL', remedy: 'leave it out' };
  const more = (['newer', 'minSize', 'maxSize', 'schema', 'lines'] as const).find(
    (name) => file[name] !== undefined,
  );
  if (exists === false && more !== undefined)
    return {
      path: ['file', more],
      at: 'key',
      message: `a file that must not be there has no "${more}"`,
      remedy: 'leave one of the two out',
    };
  if (minSize !== undefined && maxSize !== undefined && minSize > maxSize)
    return noRange(['file', 'maxSize']);
  if (lines && lines.min === undefined && lines.max === undefined)
    return { path: ['file', 'lines'], message: 'it does not say how many', remedy: 'add "min" or "max"' };
  if (lines?.min !== undefined && lines.max !== undefined && lines.min > lines.max)
    return noRange(['file', 'lines', 'max']);
  return undefined;
}

function noRange(path: Path): Complaint {
  return { path, message: 'the most is less than the least', remedy: 'make it the larger one' };
}

function unknownKind(all: readonly string[], path: Path): Complaint {
  const keys = all.slice(0, MAX_KEYS);
  const named = keys.find((key) => Object.hasOwn(MEANT, key));
  const near = keys.find((key) => closest(key, CHECK_KINDS) !== undefined);
  const key = named ?? near;
  const known = `write one of ${CHECK_KINDS.join(', ')}`;
  if (key === undefined) {
    const message = keys.length === 0 ? 'the check is empty' : 'the check does not say what to look at';
    return { path, message, remedy: `${known}, for example "- ${EXAMPLES.exitCode}"` };
  }
  const meant = named === undefined ? undefined : MEANT[named];
  const remedy =
    meant === undefined
      ? `${didYouMean(key, CHECK_KINDS)}${known}`
      : `write "- ${EXAMPLES[meant]}"; or ${known}`;
  return { path: [...path, key], at: 'key', message: `"${key}" is no kind of check`, remedy };
}
