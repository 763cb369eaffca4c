/**
 * Questions to the file system, a few at a time, none of which is waited for longer than its limit. What hangs in the kernel
 * cannot be called back: it keeps its place until it returns, so that a dead network drive never takes all of libuv's threads,
 * which the whole process shares (https://docs.libuv.org/en/v1.x/threadpool.html).
 */
import type { Asker, Done } from './file-questions.ts';

/** It was not answered in time. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
  readonly code = 'TIMEDOUT';
}

/** Of libuv's four threads a drive that hangs may keep so many, however many questions it may be asked at once. */
const MOST_HANGING = 2;

interface Question {
  readonly begin: (done: Done<unknown>) => void;
  readonly answer: Done<unknown>;
  /** When it was put; 0 while it waits. */
  since: number;
  isOver: boolean;
}

export class BoundedIo implements Asker {
  readonly #atOnce: number;
  readonly #limitMs: number;
  readonly #waiting: Question[] = [];
  readonly #open = new Set<Question>();
  #watch: NodeJS.Timeout | undefined;
  #timedOut = 0;

  constructor({ atOnce, limitMs }: { readonly atOnce: number; readonly limitMs: number }) {
    this.#atOnce = atOnce;
    this.#limitMs = limitMs;
  }

  /** How many were given up. */
  get timedOut(): number {
    return this.#timedOut;
  }

  /** Calls `answer` once, also where it is given up. The newest question is put first: a walk stays narrow. */
  ask<T>(begin: (done: Done<T>) => void, answer: Done<T>): void {
    this.#waiting.push({ begin, answer: answer as Done<unknown>, since: 0, isOver: false });
    this.#pump();
  }

  asked<T>(begin: (done: Done<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      this.ask<T>(begin, (error, value) => (error ? reject(error) : resolve(value as T)));
    });
  }

  #pump(): void {
    while (this.#open.size < this.#atOnce && !this.#hangs) {
      const next = this.#waiting.pop();
      if (!next) break;
      this.#put(next);
    }
    if (this.#open.size > 0)
      this.#watch ??= setInterval(() => this.#look(), Math.min(1_000, this.#limitMs / 4));
    else {
      clearInterval(this.#watch);
      this.#watch = undefined;
    }
  }

  #put(question: Question): void {
    question.since = performance.now();
    this.#open.add(question);
    question.begin((error, value) => {
      this.#open.delete(question);
      if (!question.isOver) {
        question.isOver = true;
        question.answer(error, value);
      }
      this.#pump();
    });
  }

  #look(): void {
    const now = performance.now();
    for (const question of this.#open) if (now - question.since > this.#limitMs) this.#giveUp(question);
    // The others would wait for ever.
    if (this.#hangs) for (const next of this.#waiting.splice(0)) this.#giveUp(next);
  }

  /** Its places are taken by questions that were given up, and have not returned. */
  get #hangs(): boolean {
    let hanging = 0;
    for (const { isOver } of this.#open) if (isOver) hanging += 1;
    return hanging >= Math.min(this.#atOnce, MOST_HANGING);
  }

  #giveUp(question: Question): void {
    if (question.isOver) return;
    question.isOver = true;
    this.#timedOut += 1;
    question.answer(new TimedOut(`not answered within ${this.#limitMs / 1_000} s`));
  }
}
