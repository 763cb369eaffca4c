/** A fault is one thing wrong with a value, by its path; with a text's places known it becomes a finding. */
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { Locate, LocateOptions, Path } from './source-text.ts';

export interface Fault extends LocateOptions {
  readonly code: ErrorCode;
  readonly path: Path;
  readonly message: string;
  readonly remedy: string;
  /** Default `error`. */
  readonly severity?: Finding['severity'];
  /** How many faults it stands for, where it only tells of more. */
  readonly standsFor?: number;
}

export const MAX_FAULTS = 50;
/** Names and values are quoted in messages, and may be as long as the whole text. UTF-16 units. */
const MAX_WORDS = 500;

/**
 * Collects the faults of one value. A person mends the first ones; a text made to have thousands must cost no more
 * than that, so a fault is only put into words while there is room for it, and counted afterwards.
 */
export class FaultList {
  readonly #kept: Fault[] = [];
  #more = 0;

  /** Whether further faults are only counted. */
  get full(): boolean {
    return this.#kept.length >= MAX_FAULTS;
  }

  /** All that were added, worded or not. */
  get size(): number {
    return this.#kept.length + this.#more;
  }

  /** @param word makes the fault; not called where it is only counted */
  add(word: () => Fault): void {
    if (this.full) {
      this.#more += 1;
      return;
    }
    const fault = word();
    this.#kept.push({ ...fault, message: cut(fault.message), remedy: cut(fault.remedy) });
  }

  /** The first faults and, where there were more, a last one that tells how many. */
  toArray(): Fault[] {
    const [first] = this.#kept;
    if (this.#more === 0 || !first) return [...this.#kept];
    const plain = this.#kept.find(({ code }) => code !== first.code) ?? first;
    return [
      ...this.#kept,
      {
        code: plain.code,
        path: [],
        message:
          this.#more === 1
            ? '1 more fault was found that is not listed'
            : `${this.#more} more faults were found that are not listed`,
        remedy: 'mend the ones above first, then check again',
        standsFor: this.#more,
      },
    ];
  }
}

function cut(text: string): string {
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS - 3)}...` : text;
}

/** A fault that only tells of more has no place. */
export function toFinding(fault: Fault, locate?: Locate, file?: string): Finding {
  const place =
    fault.standsFor === undefined
      ? locate?.(fault.path, {
          ...(fault.at === undefined ? {} : { at: fault.at }),
          ...(fault.within === undefined ? {} : { within: fault.within }),
        })
      : undefined;
  return {
    code: fault.code,
    severity: fault.severity ?? 'error',
    message: fault.message,
    remedy: fault.remedy,
    ...(file === undefined ? {} : { file }),
    ...(place === undefined ? {} : { line: place.line, column: place.column }),
  };
}
