/** Hits in logs as lines: under each run its lines, with what was found in colour. */
import type { LogHit, LogSearchEvent, LogSearchProgress } from '#shared/nouns/log-search.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import { formatClock } from './moments.ts';
import { runName, stateText } from './run-words.ts';
import type { Session } from './session.ts';
import { safeText } from './table.ts';

type Hits = Extract<LogSearchEvent, { kind: 'hits' }>;

export class HitPrinter {
  readonly #session: Pick<Session, 'terminal' | 'now'>;
  /** Whose hits were printed last: what follows belongs to it. */
  #shown: string | undefined;
  /** Of the run that was printed last: lines that match, and those of them that were printed. */
  #total = 0;
  #printed = 0;
  /** There is a line on the terminal that says how far the search is. */
  #metered = false;
  #progress: LogSearchProgress | undefined;

  constructor(session: Pick<Session, 'terminal' | 'now'>) {
    this.#session = session;
  }

  async print(event: LogSearchEvent): Promise<void> {
    const { terminal } = this.#session;
    switch (event.kind) {
      case 'waiting':
        return terminal.note(terminal.style('dim', 'another search goes; this one comes after it', 'err'));
      case 'hits':
        return this.#hits(event);
      case 'unreadable':
        return terminal.note(`the log of run ${event.run} cannot be read: ${safeText(event.message)}`);
      case 'progress':
        this.#progress = event;
        return this.#meter(event);
      case 'end':
        this.#progress = event;
        await this.#clear();
        await this.#more();
        return terminal.note(terminal.style('dim', endWords(event), 'err'));
      case 'error':
        return undefined;
    }
  }

  /** It was ended by hand. */
  async leave(): Promise<void> {
    const { terminal } = this.#session;
    await this.#clear();
    await this.#more();
    const next = this.#progress?.next;
    const on = next === undefined ? '' : `; go on with --before ${next}`;
    await terminal.note(
      terminal.style('dim', `stopped${this.#progress ? `: ${countWords(this.#progress)}` : ''}${on}`, 'err'),
    );
  }

  async #hits({ run, attempt, hits, total }: Hits): Promise<void> {
    const { terminal, now } = this.#session;
    await this.#clear();
    const head = `${run.id}.${attempt}`;
    if (head !== this.#shown) {
      await this.#more();
      if (this.#shown !== undefined) await terminal.print('');
      this.#shown = head;
      const words = [
        terminal.style('bold', `#${run.id} ${runName(run)}`),
        stateText(terminal, run.state),
        ...(attempt > 1 ? [`attempt ${attempt}`] : []),
        terminal.style('dim', formatClock(run.startedAt, now)),
      ];
      await terminal.print(words.join('  '));
    }
    for (const hit of hits) await this.#hit(run.id, hit);
    this.#printed += hits.length;
    this.#total = total;
  }

  async #hit(run: number, hit: LogHit): Promise<void> {
    const { terminal } = this.#session;
    const place = (line: number): string => `${run}:${line}`;
    const stream = hit.stream === 'out' ? '' : terminal.style('dim', ` ${hit.stream}`);
    const around = async (lines: readonly string[], first: number): Promise<void> => {
      for (const [index, line] of lines.entries())
        await terminal.print(terminal.style('dim', `  ${place(first + index)}-  ${safeText(line)}`));
    };
    await around(hit.before ?? [], hit.line - (hit.before?.length ?? 0));
    await terminal.print(`  ${terminal.style('cyan', place(hit.line))}${stream}: ${this.#marked(hit)}`);
    await around(hit.after ?? [], hit.line + 1);
    if (hit.before ?? hit.after) await terminal.print(terminal.style('dim', '  --'));
  }

  #marked({ text, ranges }: LogHit): string {
    let marked = '';
    let at = 0;
    for (const [from, to] of ranges) {
      marked +=
        safeText(text.slice(at, from)) + this.#session.terminal.style('red', safeText(text.slice(from, to)));
      at = to;
    }
    return marked + safeText(text.slice(at));
  }

  /** Says what was counted and not listed of the run before. */
  async #more(): Promise<void> {
    const { terminal } = this.#session;
    const more = this.#total - this.#printed;
    if (more > 0) await terminal.print(terminal.style('dim', `  … ${count(more, 'more line')} (see --each)`));
    this.#total = 0;
    this.#printed = 0;
  }

  /** On a terminal, how far it is: one line that is written over. */
  async #meter(progress: LogSearchProgress): Promise<void> {
    const { terminal } = this.#session;
    if (!terminal.isTerminal('err')) return;
    this.#metered = true;
    await terminal.write('err', `\r\u001b[K${terminal.style('dim', countWords(progress), 'err')}`);
  }

  async #clear(): Promise<void> {
    if (!this.#metered) return;
    this.#metered = false;
    await this.#session.terminal.write('err', '\r\u001b[K');
  }
}

function endWords(end: Extract<LogSearchEvent, { kind: 'end' }>): string {
  const gone = end.gone === 0 ? '' : `; the logs of ${end.gone} are not kept any more`;
  const on =
    end.reason === 'limit' && end.next !== undefined ? `; for older ones add --before ${end.next}` : '';
  return `${countWords(end)}, ${(end.tookMs / 1_000).toFixed(1)} s${gone}${on}`;
}

function countWords({ matches, matchedRuns, runs, of, bytes }: LogSearchProgress): string {
  const found = matches === 0 ? 'nothing found' : `${count(matches, 'line')} in ${count(matchedRuns, 'run')}`;
  return `${found}; searched ${number(runs)} of ${count(of, 'run')}, ${formatBytes(bytes)}`;
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}
