/** Says at the end which drivers ran, and which did not and why: a green run of one driver is no word on the others. */
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';

export default class DriversReporter implements Reporter {
  readonly #leftOut: Readonly<Record<string, string>>;
  readonly #ran = new Map<string, number>();
  #projects: readonly string[] = [];

  constructor(options: { leftOut?: Readonly<Record<string, string>> }) {
    this.#leftOut = options.leftOut ?? {};
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#projects = suite.suites.map((project) => project.title);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const driver = test.parent.project()?.name ?? 'unknown';
    if (result.status !== 'skipped') this.#ran.set(driver, (this.#ran.get(driver) ?? 0) + 1);
  }

  onEnd(): void {
    for (const driver of this.#projects)
      console.log(`driver ${driver}: ${this.#ran.get(driver) ?? 0} tests ran`);
    for (const [driver, reason] of Object.entries(this.#leftOut))
      console.log(`driver ${driver}: left out, because ${reason}`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
