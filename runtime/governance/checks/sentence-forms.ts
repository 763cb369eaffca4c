/**
 * Acceptance sentences that can be decided, as checks. Only what is plainly of one of these forms is taken: a sentence
 * that is misread and passes is worse than one that a human has to look at.
 */
import type { Check, CheckOf } from '#shared/nouns/check.ts';
import { parseDuration } from '#shared/nouns/duration.ts';

/** What SentenceCheck takes, and how many checks a task may have. */
const LONGEST = 2_000;
const MOST = 50;
const MOST_PATTERN = 1_000;

type Plain = Exclude<Check, CheckOf<'sentence'>>;
type Form = (sentence: string) => Plain | undefined;

const QUOTES = '"\'`“”‘’„«»';
/** A quoted text, or a word. */
const WORD = String.raw`(?:[${QUOTES}](?<quoted>[^${QUOTES}]+)[${QUOTES}]|(?<bare>\S+))`;
const FILE = '(?:the |a )?(?:(?:file|folder|directory) )?(?:called |named )?';

/** The legacy `acceptance` of a work order: every sentence as a check; what cannot be decided waits for a human. */
export function acceptanceChecks(sentences: readonly string[]): Check[] {
  const said = sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
  const kept = said.length > MOST ? said.slice(0, MOST - 1) : said;
  const left = said.length - kept.length;
  const all = left > 0 ? [...kept, `There are ${left} more acceptance sentences in the order`] : kept;
  return all.map((sentence) => ({ sentence: cut(sentence), level: 'error' }));
}

/** @returns the check that a sentence means; undefined where only a human can tell */
export function understand(sentence: string): Plain | undefined {
  const plain = sentence
    .trim()
    .replace(/^(?:[-*•]|\d+[.)]|\[[ x]\])\s+/i, '')
    .replace(/(?<=[^.])[.。!]$/u, '')
    .replaceAll(/\s+/g, ' ');
  // Braces are of templates and shells: what they stand for is not known here.
  if (plain.length > LONGEST || /\{\{|\$[{(]/.test(plain)) return undefined;
  for (const form of FORMS) {
    const check = form(plain);
    if (check) return check;
  }
  return undefined;
}

/** A sentence that is this and nothing more. */
function form(source: string, make: (groups: Readonly<Record<string, string>>) => Plain | undefined): Form {
  const pattern = new RegExp(`^(?:${source})$`, 'iu');
  return (sentence) => {
    const match = pattern.exec(sentence);
    return match ? make(match.groups ?? {}) : undefined;
  };
}

/** A path that was quoted, or looks like one: `it exists` and `the backup exists` are not about a file of that name. */
function pathOf({ quoted, bare }: Readonly<Record<string, string>>): string | undefined {
  const path = quoted ?? bare;
  if (path === undefined || path.includes('\0') || /:\/\//.test(path)) return undefined;
  if (quoted !== undefined) return path.trim() === '' ? undefined : path;
  return /^~$|[/*]|[^.]\.[\p{L}\p{N}]/u.test(path) ? path : undefined;
}

function fileForm(
  rest: string,
  make: (path: string, groups: Readonly<Record<string, string>>) => Plain | undefined,
): Form {
  return form(`${FILE}${WORD} ${rest}`, (groups) => {
    const path = pathOf(groups);
    return path === undefined ? undefined : make(path, groups);
  });
}

/** @param any whether the text may be several words without quotes: `prints a summary` is no text to look for */
function textForm(source: string, any: boolean, make: (pattern: string) => Plain): Form {
  return form(source, ({ text = '' }) => {
    const literal = unquoted(text.trim());
    if (!any && literal === text.trim() && /\s/.test(literal)) return undefined;
    const pattern = literal.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return literal === '' || pattern.length > MOST_PATTERN ? undefined : make(pattern);
  });
}

function unquoted(text: string): string {
  const match = new RegExp(`^[${QUOTES}](.+)[${QUOTES}]$`, 'su').exec(text);
  return match?.[1] ?? text;
}

const exitForm = (source: string): Form =>
  form(source, ({ code }) => {
    const exitCode = code === undefined ? 0 : Number(code);
    return exitCode <= 255 ? { exitCode } : undefined;
  });

const CODE = String.raw`(?:(?:exit )?(?:code|status) )?(?<code>\d{1,3})`;
const OUTPUT = '(?:the )?(?:output|stdout|log)';
const PRINTS = '(?:(?:it|the (?:task|run|script|command|program)) )?(?:prints?|printed|outputs?|logs)';
const COUNT = '(?<count>\\d{1,9})';
const MAY = '(?:is|exists|are|exist|be)';

const FORMS: readonly Form[] = [
  fileForm(
    `(?:exists?|is|are) (?:under|in|inside) [${QUOTES}]?(?<folder>[^${QUOTES}]+?)[${QUOTES}]?`,
    (name, { folder = '' }) => {
      const root = folder.replace(/\/+$/, '');
      if (pathOf({ bare: folder }) === undefined || /\s/.test(root) || name.startsWith('/')) return undefined;
      return { file: { path: `${root}/**/${name}` } };
    },
  ),
  fileForm(`(?:exists?|${MAY} there|was (?:created|written|made))`, (path) => ({ file: { path } })),
  fileForm("(?:does not|do not|doesn[’']t|must not|should not) exist", (path) => ({
    file: { path, exists: false },
  })),
  fileForm('(?:is|was) (?:gone|removed|deleted)', (path) => ({ file: { path, exists: false } })),
  fileForm(`(?:has|have|contains) at least ${COUNT} lines?`, (path, { count }) => ({
    file: { path, lines: { min: Number(count) } },
  })),
  fileForm(`(?:has|have|contains) at most ${COUNT} lines?`, (path, { count }) => ({
    file: { path, lines: { max: Number(count) } },
  })),
  fileForm(`(?:has|have|contains) (?:exactly )?${COUNT} lines?`, (path, { count }) => ({
    file: { path, lines: { min: Number(count), max: Number(count) } },
  })),
  fileForm('(?:is|contains|holds) valid JSON', (path) => ({ file: { path, schema: {} } })),
  fileForm('is not empty', (path) => ({ file: { path, minSize: 1 } })),
  textForm(
    `(?:does not|did not|doesn[’']t|didn[’']t|never) (?:print|output|log) (?<text>.+)`,
    false,
    (lacks) => ({
      output: { lacks },
    }),
  ),
  textForm(`${OUTPUT} (?:does not|doesn[’']t) (?:contain|include|have) (?<text>.+)`, false, (lacks) => ({
    output: { lacks },
  })),
  textForm(`${OUTPUT} (?:contains|includes|has) (?<text>.+)`, true, (matches) => ({ output: { matches } })),
  exitForm(
    `(?:(?:it|every step|each step|all steps|the (?:task|run|script|command|program)) )?(?:exits?|exited|ends?|ended|finish(?:es|ed)) with ${CODE}`,
  ),
  exitForm(`(?:(?:it|the (?:task|run|script|command|program)) )?(?:exits?|exited) (?<code>\\d{1,3})`),
  exitForm(`(?:the )?exit (?:code|status) (?:is |of |= ?|equals )?(?<code>\\d{1,3})`),
  textForm('printed (?<text>.+)', true, (matches) => ({ output: { matches } })),
  textForm(`${PRINTS} (?<text>.+)`, false, (matches) => ({ output: { matches } })),
  form(
    `[${QUOTES}]?(?<url>https?://[^\\s${QUOTES}]+)[${QUOTES}]? (?:answers|returns|responds)(?: with)?(?: status)?(?: HTTP)? (?<code>\\d{3})`,
    ({ url = '', code }) => {
      const expect = Number(code);
      return URL.canParse(url) && expect >= 100 && expect <= 599 ? { http: { url, expect } } : undefined;
    },
  ),
  form(
    '(?:(?:it|the (?:task|run|script|command)) )?(?:takes?|took|finish(?:es|ed)|ran|runs) (?:(?:in )?(?:less than|under)|within) (?<time>\\d[\\d.a-z ]{0,30})',
    ({ time = '' }) => {
      const under = durationOf(time);
      return under === undefined || under === 0 ? undefined : { duration: { under } };
    },
  ),
];

/** `5m`, and as people write it: `5 minutes`. A bare number could be anything. */
function durationOf(text: string): number | undefined {
  const short = text
    .toLowerCase()
    .replaceAll(/\b(?:milliseconds?|msecs?)\b/g, 'ms')
    .replaceAll(/(?:seconds?|secs?)\b/g, 's')
    .replaceAll(/(?:minutes?|mins?)\b/g, 'm')
    .replaceAll(/(?:hours?|hrs?)\b/g, 'h')
    .replaceAll(/\s+/g, '');
  return /[a-z]/.test(short) ? parseDuration(short) : undefined;
}

function cut(sentence: string): string {
  return sentence.length > LONGEST ? `${sentence.slice(0, LONGEST - 3)}...` : sentence;
}
