/** What stands on the screen while an answer is made, and when it is there: written to a terminal of a few lines. */
import { describe, expect, it } from 'vitest';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import { captureTerminal } from './captured-terminal.ts';
import { ask } from './commands/ask.ts';
import { Draft } from './draft.ts';
import { FakeStream, fakeLuka } from './fake-luka.ts';
import { textWidth } from './table.ts';

const ESC = '\u001b';
/** ECMA-48: SGR. */
const ESCAPES = new RegExp(`${ESC}\\[[0-9;]*m`, 'g');
const CONTROL = new RegExp(`^${ESC}\\[(\\d*)([A-Z])`);

/** As a terminal would show it: enough of ECMA-48 for what a draft writes. */
function screenOf(written: string, columns: number): string[] {
  const lines = [''];
  let at = 0;
  let column = 0;
  const text = written.replaceAll(ESCAPES, '');
  for (let index = 0; index < text.length; index += 1) {
    const control = CONTROL.exec(text.slice(index));
    if (control) {
      const [whole, number, kind] = control;
      if (kind === 'F') [at, column] = [Math.max(0, at - Number(number)), 0];
      else if (kind === 'J') lines.splice(at, lines.length, lines[at]!.slice(0, column));
      else if (kind === 'K') lines[at] = '';
      else throw new Error(`what is ${JSON.stringify(whole)}?`);
      index += whole.length - 1;
    } else if (text[index] === '\r') column = 0;
    else if (text[index] === '\n') {
      [at, column] = [at + 1, 0];
      lines[at] ??= '';
    } else {
      lines[at] = lines[at]!.slice(0, column) + text[index]!;
      column += textWidth(text[index]!);
      expect(column, 'no line is longer than the terminal is wide').toBeLessThan(columns + 1);
    }
  }
  return lines;
}

const answer = {
  id: 4,
  conversation: 2,
  question: 'q',
  at: '2026-11-22T11:59:00.000Z',
  sentences: [{ text: 'Forty minutes.', sources: [], supported: true }],
  sources: [],
  confidence: 0.8,
  method: 'model',
  model: 'small',
  retrieval: 'tf-idf',
  trace: [],
  actions: [],
  tookMs: 20,
};
const step = (name: string) => ({ kind: 'step', step: name, text: 'three passages', ms: 1 });
const text = (words: string) => ({ kind: 'text', text: words });
const options = { question: 'q', conversation: 2, trace: false };

describe('luka ask on a terminal', () => {
  it('shows what is looked at and the words as they come, and in the end the answer alone', async () => {
    const captured = captureTerminal({ columns: 30, rows: 10 });
    const luka = fakeLuka(
      () =>
        new FakeStream(
          step('recall'),
          step('model'),
          text('It takes about '),
          text('forty minutes,\nthey say.'),
          {
            kind: 'answer',
            answer,
          } as never,
        ),
      { terminal: captured.terminal },
    );
    await ask(luka.session, options);
    expect(luka.calls).toEqual([
      { endpoint: 'POST /api/v1/ask/stream', query: {}, body: { question: 'q', conversation: 2 } },
    ]);
    const err = captured.text('err');
    expect(err.indexOf('recall: three passages')).toBeLessThan(err.indexOf('It takes about'));
    expect(err.replaceAll(ESCAPES, '')).toContain('It takes about forty minutes,\nthey say.');
    expect(screenOf(err.slice(0, err.indexOf('confidence')), 30)).toEqual(['']);
    expect(captured.text('out').replaceAll(ESCAPES, '')).toBe('Forty minutes.\n\n');
  });

  it('tells why there is no answer, with a clean screen', async () => {
    const error = toErrorBody(new LukaError('knowledge_unavailable'));
    const captured = captureTerminal({ columns: 30, rows: 10 });
    const failing = fakeLuka(() => new FakeStream(text('It t'), { kind: 'error', error } as never), {
      terminal: captured.terminal,
    });
    await expect(ask(failing.session, options)).rejects.toMatchObject({ code: 'knowledge_unavailable' });
    expect(screenOf(captured.text('err'), 30)).toEqual(['']);
    const broken = fakeLuka(() => new FakeStream(step('recall')), { terminal: captured.terminal });
    await expect(ask(broken.session, options)).rejects.toMatchObject({ code: 'not_running' });
  });

  it('asks for the whole answer where nobody watches, or a script asks', async () => {
    for (const session of [
      { json: true, terminal: captureTerminal({ columns: 30, rows: 10 }).terminal },
      {},
    ]) {
      const luka = fakeLuka(() => answer, session);
      await ask(luka.session, options);
      expect(luka.calls[0]?.endpoint).toBe('POST /api/v1/ask');
    }
  });
});

describe('a draft', () => {
  it.each([
    ['longer than a line', 'word '.repeat(30)],
    ['of many lines', 'one\ntwo\n\nthree\n'],
    ['Thai', 'สำรองข้อมูลทุกคืนไปยังดิสก์ภายนอกและตรวจสอบ'.repeat(3)],
    ['with what a terminal would obey', 'a\u001b[2Jb\u0007c\rd'],
    ['in one long word', 'x'.repeat(100)],
  ])('%s leaves nothing behind', async (_what, words) => {
    const { terminal, text: written } = captureTerminal({ columns: 20, rows: 50 });
    const draft = new Draft(terminal);
    await draft.status('recall: looking');
    for (const piece of words.match(/[^]{1,7}/g)!) await draft.add(piece);
    const before = written('err');
    expect(screenOf(before, 20).join('').length).toBeGreaterThan(3);
    expect(before).not.toContain('\u001b[2J');
    await draft.clear();
    expect(screenOf(written('err'), 20)).toEqual(['']);
  });

  it('takes a terminal that does not say its size for a usual one', async () => {
    const { terminal, text: written } = captureTerminal({ columns: 0, rows: 0 });
    const draft = new Draft(terminal);
    await draft.status('recall: looking at what there is');
    expect(written('err')).toContain('recall: looking at what there is');
    await draft.add('word '.repeat(40));
    await draft.clear();
    expect(screenOf(written('err'), 80)).toEqual(['']);
  });

  it('does not go further up than the screen', async () => {
    const { terminal, text: written } = captureTerminal({ columns: 20, rows: 5 });
    const draft = new Draft(terminal);
    await draft.add('line\n'.repeat(40));
    await draft.clear();
    expect(written('err').endsWith(`${ESC}[4F${ESC}[0J`)).toBe(true);
  });
});
