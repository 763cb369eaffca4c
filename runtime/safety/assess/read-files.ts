/** Reads the scripts and modules that the work runs, looks into them, and into those that they run in turn. */
import { dirname } from 'node:path';
import { z } from 'zod';
import { Exceeded, MAX_FILES, MAX_FILE_TEXT, MAX_MODULES } from './bounds.ts';
import { recipesOf } from './foreign/read-makefile.ts';
import { shebangOf, type Inspector } from './inspector.ts';
import type { ReadScript, ScriptReader, WorkFile } from './ports.ts';
import { excerpt, type PendingFile, type Session } from './session.ts';
import type { Spot } from './shell/walk.ts';
import { INPUT, joinWords, textWord, type Word } from './word.ts';

/** What Node tries when a path names no file (https://nodejs.org/api/modules.html#all-together). */
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '/index.js', '/index.mjs', '.json'];

export async function readFiles(
  session: Session,
  inspector: Inspector,
  read: ScriptReader,
): Promise<readonly WorkFile[]> {
  const reading = new Reading(session, inspector, read);
  // Scripts that are read may name more of them.
  for (let next = session.pending.shift(); next; next = session.pending.shift()) await reading.look(next);
  return reading.files;
}

interface Found {
  readonly text: string;
  readonly path: string;
  readonly real: string;
}

class Reading {
  readonly files: WorkFile[] = [];
  private readonly seen = new Map<string, ReadScript | undefined>();
  private readonly done = new Set<string>();
  private scripts = 0;
  private modules = 0;
  private length = 0;
  private readonly session: Session;
  private readonly inspector: Inspector;
  private readonly read: ScriptReader;

  constructor(session: Session, inspector: Inspector, read: ScriptReader) {
    this.session = session;
    this.inspector = inspector;
    this.read = read;
  }

  async look(pending: PendingFile): Promise<void> {
    const { path, language, place, evidence } = pending;
    // The same script with the same words has nothing new to say.
    const key = [
      path,
      language,
      place.step ?? '',
      pending.script ?? '',
      ...pending.args.map(({ text }) => text),
    ].join('\0');
    if (this.done.has(key)) return;
    this.done.add(key);
    const isModule = language === 'javascript';
    const found = await this.text(path, isModule);
    if (found === 'too many') {
      this.unread(
        pending,
        isModule ? `more than ${MAX_MODULES} modules take part` : `more scripts take part than are read`,
      );
      return;
    }
    if (!found) {
      if (language === 'project' || language === 'makefile')
        this.session.notes.push({
          rule: 'foreign_code',
          points: 5,
          text: `runs what ${path} says, which is not there yet`,
          step: place.step,
          evidence: excerpt(evidence),
        });
      else this.unread(pending, `${path} cannot be read beforehand`);
      return;
    }
    const spot: Spot = {
      ...place,
      depth: place.depth + 1,
      stdin: INPUT,
      source: '',
      line: this.session.nextLine(),
      calls: [],
    };
    this.session.attempt(place, evidence, () => this.inspect(found, pending, spot));
  }

  private inspect({ text, path, real }: Found, pending: PendingFile, spot: Spot): void {
    const { language, scope, args, evidence } = pending;
    const shown = `${path.split('/').at(-1)}: ${evidence}`;
    if (language === 'project') {
      this.project(text, path, pending, spot);
      return;
    }
    const named = language === 'any' ? shebangOf(text) : language;
    if (named === 'makefile') this.makefile(text, path, pending, spot);
    else if (text.includes('\0'))
      this.session.notes.push({
        rule: 'foreign_code',
        points: 25,
        text: `runs the program ${path}, which is machine code`,
        step: spot.step,
        evidence: excerpt(evidence),
      });
    else if (named === 'shell' || named === undefined || (named === 'any' && !text.startsWith('#!'))) {
      const inside = scope.fork();
      inside.positional = args;
      this.inspector.shell.text(text, inside, spot);
    } else if (!path.endsWith('.json')) this.inspector.code(named, textWord(text), scope, spot, shown, real);
    this.inspector.shell.finish();
  }

  private makefile(text: string, path: string, { scope, evidence }: PendingFile, spot: Spot): void {
    const inside = scope.fork();
    inside.cwd = [textWord(dirname(path))];
    const here: Spot = { ...spot, via: [...spot.via, 'make'] };
    for (const recipe of recipesOf(text))
      this.inspector.script(textWord(recipe), inside.fork(), here, evidence);
  }

  /** A script of package.json, with those that npm runs around it. */
  private project(
    text: string,
    path: string,
    { script = '', scope, args, evidence }: PendingFile,
    spot: Spot,
  ): void {
    const scripts = Project.safeParse(jsonOf(text)).data?.scripts ?? {};
    const inside = scope.fork();
    inside.cwd = [textWord(dirname(path))];
    for (const name of [`pre${script}`, script, `post${script}`]) {
      const line = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
      if (line === undefined) continue;
      const words: Word[] = [textWord(line), ...(name === script ? args : [])];
      this.inspector.script(
        joinWords(words, ' '),
        inside,
        { ...spot, via: [...spot.via, `${script} of package.json`] },
        evidence,
      );
    }
  }

  private async text(path: string, isModule: boolean): Promise<Found | 'too many' | undefined> {
    const candidates = isModule ? ENDINGS.map((ending) => path + ending) : [path];
    for (const candidate of candidates) {
      if (!this.seen.has(candidate)) {
        if (
          isModule ? this.modules >= MAX_MODULES : this.scripts >= MAX_FILES || this.length >= MAX_FILE_TEXT
        )
          return 'too many';
        const found = await this.read(candidate);
        this.seen.set(candidate, found);
        if (found) {
          if (isModule) this.modules += 1;
          else {
            this.scripts += 1;
            this.length += found.text.length;
          }
          this.files.push({ path: candidate, sha256: found.sha256 });
        }
      }
      const found = this.seen.get(candidate);
      if (found) return { text: found.text, path: candidate, real: found.real ?? candidate };
    }
    return undefined;
  }

  private unread({ path, place, evidence }: PendingFile, text: string): void {
    if (!this.files.some((file) => file.path === path)) this.files.push({ path, sha256: undefined });
    this.session.notes.push({
      rule: 'script_unread',
      points: 45,
      effect: 'ask',
      text,
      step: place.step,
      evidence: excerpt(evidence),
    });
  }
}

const Project = z.looseObject({ scripts: z.record(z.string(), z.string()).optional() });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Exceeded('it is no valid JSON');
  }
}
