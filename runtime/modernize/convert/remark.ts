/** What is told of a file: an error keeps it from being converted, a warning wants to be looked at, an info only tells. */
import type { Finding } from '#shared/nouns/finding.ts';
import { placeOf, type Syntax } from './syntax.ts';

export class Remarks {
  readonly findings: Finding[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  get refused(): boolean {
    return this.findings.some(({ severity }) => severity === 'error');
  }

  /** Why it is not converted. */
  refuse(code: string, at: Syntax, message: string, remedy: string): void {
    this.#add('error', code, at, message, remedy);
  }

  /** What may be otherwise afterwards. */
  warn(code: string, at: Syntax, message: string, remedy: string): void {
    this.#add('warning', code, at, message, remedy);
  }

  tell(code: string, at: Syntax, message: string, remedy: string): void {
    this.#add('info', code, at, message, remedy);
  }

  #add(severity: Finding['severity'], code: string, at: Syntax, message: string, remedy: string): void {
    const { line, column } = placeOf(at);
    const said = this.findings.some(
      (known) => known.code === code && known.line === line && known.column === column,
    );
    if (!said) this.findings.push({ code, severity, message, remedy, file: this.#file, line, column });
  }
}
