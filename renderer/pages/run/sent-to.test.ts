import { expect, it } from 'vitest';
import { sentTo } from './sent-to.ts';

const read = (text: string) => {
  const { attempt, place, sought } = sentTo(new URLSearchParams(text));
  return { attempt, place, sought };
};

it('an address names a line of a log', () => {
  expect(read('attempt=2&line=err.4096&q=disk+full')).toEqual({
    attempt: 2,
    place: { stream: 'err', at: 4_096 },
    sought: 'disk full',
  });
});

it('what is no line is none', () => {
  for (const text of ['', 'line=', 'line=out', 'line=out.x', 'line=other.3', 'attempt=0&line=out.-1'])
    expect(read(text)).toEqual({ attempt: undefined, place: undefined, sought: undefined });
});
