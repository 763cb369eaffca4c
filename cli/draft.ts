/** Words that are not final, shown on a terminal while they come, and taken away again when the answer is there. */
import { cutText, safeText, textWidth } from './table.ts';
import type { Terminal } from './terminal.ts';

/** ECMA-48: CPL, back to the first column of so many lines above; ED, clears to the end of the screen; EL, of the line. */
const UP = (lines: number): string => (lines === 0 ? '\r' : `\u001b[${lines}F`);
const CLEAR_BELOW = '\u001b[0J';
const CLEAR_LINE = '\r\u001b[2K';

export class Draft {
  readonly #terminal: Terminal;
  readonly #columns: number;
  #column = 0;
  #lines = 0;
  #hasText = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    // The last column stays free: terminals differ in what they do behind it.
    this.#columns = Math.max(10, Math.min(terminal.width, 200) - 1);
  }

  /** What is being done, on one line that the next one is written over. Says nothing beside words. */
  async status(text: string): Promise<void> {
    if (this.#hasText) return;
    const { width } = this.#terminal;
    const line = cutText(safeText(text), Math.min(width, 200) - 1);
    this.#column = textWidth(line);
    await this.#write(`${CLEAR_LINE}${this.#terminal.style('dim', line, 'err')}`);
  }

  async add(text: string): Promise<void> {
    if (!this.#hasText) await this.#write(CLEAR_LINE);
    if (!this.#hasText) this.#column = 0;
    this.#hasText = true;
    // Wrapped here, so that it is known how many lines there are to take away.
    let shown = '';
    for (const part of text.split('\n').flatMap((line, at) => (at === 0 ? [line] : ['\n', line]))) {
      if (part === '\n') {
        shown += part;
        this.#newLine();
      } else for (const character of safeText(part)) shown += this.#placed(character);
    }
    await this.#write(this.#terminal.style('dim', shown, 'err'));
  }

  /** All that still is on the screen goes. */
  async clear(): Promise<void> {
    if (this.#column === 0 && this.#lines === 0) return;
    const inSight = Math.min(this.#lines, this.#terminal.height - 1);
    await this.#write(`${UP(inSight)}${CLEAR_BELOW}`);
    this.#column = 0;
    this.#lines = 0;
    this.#hasText = false;
  }

  #placed(character: string): string {
    const width = textWidth(character);
    const wraps = this.#column + width > this.#columns;
    if (wraps) this.#newLine();
    this.#column += width;
    return wraps ? `\n${character}` : character;
  }

  #newLine(): void {
    this.#lines += 1;
    this.#column = 0;
  }

  #write(text: string): Promise<void> {
    return this.#terminal.write('err', text);
  }
}
