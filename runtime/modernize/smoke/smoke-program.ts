/**
 * A program of its own: loads one file, says what it exports, and ends. What the file does while it loads, it does to this
 * process only.
 *
 *   node modernize-smoke JOB        JOB: a file with a SmokeJob; the answer goes into the file it names
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { shapeOf, type Shape } from './shape.ts';
import type { Exports, Loaded, SmokeJob } from './snapshot.ts';

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as SmokeJob;
let answered = false;

function answer(loaded: Loaded): void {
  if (answered) return;
  answered = true;
  writeFileSync(job.answer, JSON.stringify(loaded));
}

/** Modules that are only written once they are known to be good are loaded from memory. */
function serveTexts(texts: SmokeJob['texts']): void {
  registerHooks({
    resolve(specifier, context, next) {
      const url = URL.parse(specifier, context.parentURL)?.href;
      return url !== undefined && Object.hasOwn(texts, url)
        ? { url, format: 'module', shortCircuit: true }
        : next(specifier, context);
    },
    load(url, context, next) {
      const source = texts[url];
      return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
    },
  });
}

function describe(value: unknown): Exports {
  const read = (key: string): boolean => job.read.includes(key);
  if (job.mode === 'commonjs') return { whole: shapeOf(value, read), names: namesOf(value, read) };
  const namespace = value as Readonly<Record<string, unknown>>;
  return {
    names: Object.fromEntries(Object.keys(namespace).map((name) => [name, shapeOf(namespace[name], read)])),
  };
}

/** Each key by itself, as a module has it. */
function namesOf(value: unknown, read: (key: string) => boolean): Record<string, Shape> {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return {};
  const names: Record<string, Shape> = {};
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (property.enumerable !== true || (property.get && !read(key))) continue;
    names[key] = shapeOf((value as Readonly<Record<string, unknown>>)[key], read);
  }
  return names;
}

async function load(): Promise<void> {
  const url = pathToFileURL(job.file).href;
  const value: unknown = job.mode === 'module' ? await import(url) : createRequire(url)(job.file);
  const first = describe(value);
  // What it sets a moment later is seen, too.
  await wait(job.settleMs);
  answer({ end: 'loaded', first, later: describe(value) });
}

process.on('exit', (code) => answer({ end: 'exited', code }));
process.argv.splice(1, 2, job.file);
serveTexts(job.texts);
try {
  await load();
} catch (error) {
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
  answer({ end: 'threw', name, message });
}
process.exit(0);
