/** An answer about Luka itself as it is put together: sentences, the records they are from, and what can be done. */
import type { AnswerSentence, AnswerSource, ProposedAction } from '#shared/nouns/assistant.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import { clockWords } from '../../../schedule/local-words.ts';
import { isThai } from '../../words/content-words.ts';
import type { LiveState } from './live-state.ts';

const MOST_ACTIONS = 6;

export interface Record {
  readonly title: string;
  readonly text: string;
  /** Of the UI, beginning with `/`. */
  readonly page: string;
}

export class Telling {
  readonly sentences: AnswerSentence[] = [];
  readonly sources: AnswerSource[] = [];
  readonly actions: ProposedAction[] = [];
  /** What was looked at, for the trace. */
  readonly looks: string[] = [];
  readonly state: LiveState;
  readonly now: number;
  readonly #thai: boolean;

  constructor(question: string, state: LiveState) {
    this.state = state;
    this.now = state.now();
    this.#thai = isThai(question);
  }

  /** In the language of the question. */
  say(english: string, thai: string, ...records: readonly Record[]): void {
    this.sentences.push({
      text: this.#thai ? thai : english,
      sources: records.map((record) => this.#source(record)),
      supported: true,
    });
  }

  words(english: string, thai: string): string {
    return this.#thai ? thai : english;
  }

  clock(iso: string | number | undefined): string {
    if (iso === undefined) return this.words('never', 'ไม่เคย');
    return clockWords(typeof iso === 'number' ? iso : Date.parse(iso), this.now);
  }

  /** Only of what the ledger itself names: what documents say never comes here. */
  offer(action: ProposedAction): void {
    const written = JSON.stringify(action);
    if (this.actions.length < MOST_ACTIONS && !this.actions.some((one) => JSON.stringify(one) === written))
      this.actions.push(action);
  }

  offerAgain({ id, title }: RunSummary): void {
    this.offer({ kind: 'rerun', run: id, label: this.words(`Run ${title} again`, `รัน ${title} อีกครั้ง`) });
  }

  offerPage(page: string, english: string, thai: string): void {
    this.offer({ kind: 'open', page, label: this.words(english, thai) });
  }

  #source({ title, text, page }: Record): number {
    const known = this.sources.find((source) => source.page === page && source.text === text);
    if (known) return known.number;
    const number = this.sources.length + 1;
    this.sources.push({ number, title, text, page, score: 1 });
    return number;
  }
}

export function recordOfRun(run: RunSummary): Record {
  const why = run.message === undefined ? '' : `: ${run.message}`;
  return {
    title: `${run.title} #${run.id}`,
    text: `run ${run.id} ${run.state.replace('_', ' ')}${why}`,
    page: `/runs/${run.id}`,
  };
}

export function recordOfTask(
  { id, title }: { readonly id: string; readonly title: string },
  text: string,
): Record {
  return { title, text, page: `/tasks/${encodeURIComponent(id)}` };
}
