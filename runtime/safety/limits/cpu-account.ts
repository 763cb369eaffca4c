/**
 * Time on the processor of a whole run. A process's own time, and that of the children it waited for, is told as long as it
 * lives; whoever waits for it takes both over. What nobody in the run waited for (its parent had gone, or is Luka) is kept
 * here. It is never more than was used: what starts and ends between two looks, unwaited for, is seen by nobody.
 */
import type { ProcessUsage } from './usage.ts';

export class CpuAccount {
  #before = new Map<string, ProcessUsage>();
  /** Of processes that have gone with nobody in the run taking over. */
  #lost = 0;

  /** @param usages of all processes that are alive now @returns ms so far; never less than before */
  add(usages: readonly ProcessUsage[]): number {
    const now = new Map(usages.map((usage) => [identityOf(usage), usage]));
    let total = 0;
    let takenOver = 0;
    for (const [identity, { cpu, endedCpu }] of now) {
      total += cpu + endedCpu;
      takenOver += Math.max(0, endedCpu - (this.#before.get(identity)?.endedCpu ?? 0));
    }
    let gone = 0;
    for (const [identity, { cpu, endedCpu }] of this.#before) if (!now.has(identity)) gone += cpu + endedCpu;
    this.#lost += Math.max(0, gone - takenOver);
    this.#before = now;
    return total + this.#lost;
  }
}

function identityOf({ pid, started }: ProcessUsage): string {
  return `${pid} ${started}`;
}
