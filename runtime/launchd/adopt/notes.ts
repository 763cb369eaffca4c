/** What a plan of an adoption says besides the task itself. */
import type { Finding } from '#shared/nouns/finding.ts';
import { valueAt, type PlistDict, type PlistPath } from '../plist/plist-value.ts';

export type AdoptCode =
  | 'adopt_program'
  | 'adopt_user'
  | 'adopt_needs_launchd'
  | 'adopt_key'
  | 'adopt_value'
  | 'adopt_keep_alive'
  | 'adopt_schedule'
  | 'adopt_watch'
  | 'adopt_mount'
  | 'adopt_secret'
  | 'adopt_expanded'
  | 'adopt_unexpanded'
  | 'adopt_input'
  | 'adopt_nice'
  | 'adopt_task';

export class Notes {
  readonly findings: Finding[] = [];
  /** How the task will behave otherwise than the agent did; each a sentence. */
  readonly changes: string[] = [];
  readonly #job: PlistDict;
  readonly #file: string;

  constructor(job: PlistDict, file: string) {
    this.#job = job;
    this.#file = file;
  }

  /** @param path of the value that is meant; its place is told */
  find(
    code: AdoptCode,
    severity: Finding['severity'],
    path: PlistPath,
    message: string,
    remedy: string,
  ): void {
    const place = valueAt(this.#job, path)?.place;
    this.findings.push({
      code,
      severity,
      message,
      remedy,
      file: this.#file,
      ...(place === undefined ? {} : { line: place.line, column: place.column }),
    });
  }

  change(words: string): void {
    if (!this.changes.includes(words)) this.changes.push(words);
  }

  get cannot(): boolean {
    return this.findings.some(({ severity }) => severity === 'error');
  }
}
