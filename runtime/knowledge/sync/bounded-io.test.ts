import { describe, expect, it } from 'vitest';
import { BoundedIo } from './bounded-io.ts';

const hang = (): void => undefined;

describe('questions to a drive', () => {
  it('are put a few at a time, and all are answered', async () => {
    const io = new BoundedIo({ atOnce: 3, limitMs: 5_000 });
    let open = 0;
    let most = 0;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        io.asked<number>((done) => {
          open += 1;
          most = Math.max(most, open);
          setTimeout(() => {
            open -= 1;
            done(null, n);
          }, 2);
        }),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(most).toBe(3);
    expect(io.timedOut).toBe(0);
  });

  it('that hang are given up and keep their place, so that they never take more than theirs', async () => {
    const io = new BoundedIo({ atOnce: 2, limitMs: 40 });
    const hanging = io.asked(hang);
    await expect(hanging).rejects.toMatchObject({ code: 'TIMEDOUT' });
    // The other place is free.
    expect(await io.asked<string>((done) => setTimeout(() => done(null, 'answered'), 1))).toBe('answered');
    const all = [io.asked(hang), io.asked<string>((done) => done(null, 'never put'))];
    const ends = await Promise.allSettled(all);
    expect(ends.map(({ status }) => status)).toContain('rejected');
    expect(io.timedOut).toBeGreaterThanOrEqual(2);
  });

  it('that hang keep two places at most, however many may be open', async () => {
    const io = new BoundedIo({ atOnce: 16, limitMs: 40 });
    await Promise.allSettled([io.asked(hang), io.asked(hang)]);
    let isPut = false;
    const next = io.asked<string>((done) => {
      isPut = true;
      done(null, 'answered');
    });
    await expect(next).rejects.toMatchObject({ code: 'TIMEDOUT' });
    expect(isPut).toBe(false);
  });

  it('of a drive that answers no more are all given up', async () => {
    const io = new BoundedIo({ atOnce: 2, limitMs: 40 });
    const ends = await Promise.allSettled(Array.from({ length: 10 }, () => io.asked(hang)));
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    expect(io.timedOut).toBe(10);
  });

  it('that are answered after all give their place back', async () => {
    const io = new BoundedIo({ atOnce: 1, limitMs: 40 });
    let late: (() => void) | undefined;
    await expect(
      io.asked<string>((done) => {
        late = () => done(null, 'late');
      }),
    ).rejects.toMatchObject({ code: 'TIMEDOUT' });
    late?.();
    expect(await io.asked<string>((done) => done(null, 'next'))).toBe('next');
  });
});
