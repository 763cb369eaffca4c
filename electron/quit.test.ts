import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/nouns/run.ts';
import { NOTHING_YET, type HostState } from './menu-bar/host-state.ts';
import { createQuit, leavingInWords, type QuitOptions } from './quit.ts';

const run = (id: number, task: string): RunSummary => ({
  id,
  task,
  title: `Task ${task}`,
  state: 'running',
  priority: 'normal',
  cause: { kind: 'manual', by: 'person' },
  queuedAt: '',
});
const going: HostState = { ...NOTHING_YET, running: [run(1, 'a'), run(2, 'b')], leavable: new Set(['a']) };

interface Asked {
  readonly message: string;
  readonly buttons?: readonly string[];
  readonly detail?: string;
}

function desk(state: HostState, answer: number, change: Partial<QuitOptions> = {}) {
  const done: unknown[] = [];
  const asked: Asked[] = [];
  const idle = Promise.withResolvers<boolean>();
  const quit = createQuit({
    state: () => state,
    dialog: {
      showMessageBox: async (options: Asked) => {
        asked.push(options);
        return { response: answer, checkboxChecked: false };
      },
    } as unknown as QuitOptions['dialog'],
    drain: () => idle.promise,
    resume: () => {
      done.push('resume');
      idle.resolve(false);
    },
    end: (how) => done.push(how),
    cannotLeave: undefined,
    onChange: () => done.push('change'),
    onError: (error) => done.push(error),
    ...change,
  });
  return { quit, done, asked, idle };
}

describe('quitting', () => {
  it('asks nothing where nothing runs', async () => {
    const { quit, done, asked } = desk(NOTHING_YET, 3);
    quit.ask();
    await expect.poll(() => done).toEqual([{}]);
    expect(asked).toEqual([]);
  });

  it('waits for what runs, and then quits', async () => {
    const { quit, done, asked, idle } = desk(going, 0);
    quit.ask();
    await expect.poll(() => quit.leaving).toBe(true);
    expect(asked[0]).toMatchObject({
      message: '2 runs are going',
      buttons: [
        'Quit when they have ended',
        'Cancel them and quit',
        'Leave them to Luka without a window',
        'Do not quit',
      ],
    });
    expect(done).toEqual(['change']);
    idle.resolve(true);
    await expect.poll(() => done).toEqual(['change', {}]);
  });

  it('takes it back where the person stays after all', async () => {
    const { quit, done } = desk(going, 0);
    quit.ask();
    await expect.poll(() => quit.leaving).toBe(true);
    quit.stay();
    expect(quit.leaving).toBe(false);
    await Promise.resolve();
    expect(done).toEqual(['change', 'resume', 'change']);
  });

  it.each([
    [1, [{ cancelRuns: true }]],
    [2, [{ leave: true }]],
    [3, []],
  ])('does what the answer %d says', async (answer, expected) => {
    const { quit, done, asked } = desk(going, answer);
    quit.ask();
    quit.ask();
    await expect.poll(() => asked.length).toBe(1);
    await new Promise(setImmediate);
    expect(done).toEqual(expected);
  });

  it('does not offer what cannot be, and says why', async () => {
    const { quit, asked } = desk(going, 2, { cannotLeave: 'there is no Node' });
    quit.ask();
    await expect
      .poll(() => asked[0]?.buttons)
      .toEqual(['Quit when they have ended', 'Cancel them and quit', 'Do not quit']);
    expect(asked[0]?.detail).toContain('there is no Node');
  });
});

it('says which runs would go on, and which would not', () => {
  expect(leavingInWords(going, undefined)).toContain('Task b would be interrupted');
  expect(leavingInWords({ ...going, leavable: new Set(['a', 'b']) }, undefined)).toContain('they go on');
  expect(leavingInWords({ ...going, leavable: new Set() }, undefined)).toContain('They would be interrupted');
});
