/** For tests: cron expressions of every kind. */
import fc from 'fast-check';

function field(min: number, max: number, ...names: string[]): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const word = (n: number) => names[n - min] ?? `${n}`;
  const range = fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const step = fc.integer({ min: 1, max: Math.min(max, 30) });
  const item = fc.oneof(
    fc.constant('*'),
    value.map(word),
    range.map(([a, b]) => `${word(a)}-${word(b)}`),
    step.map((n) => `*/${n}`),
    fc.tuple(range, step).map(([[a, b], n]) => `${a}-${b}/${n}`),
  );
  return fc.oneof(item, fc.constant('?'), fc.array(item, { minLength: 1, maxLength: 3 }).map(String));
}

/** Such as croner can read. */
export const CRON_EXPRESSION = fc
  .tuple(
    fc.constantFrom([], ['0'], ['*/10'], ['5,50']),
    field(0, 59),
    field(0, 23),
    fc.oneof(field(1, 31), fc.constantFrom('L', 'LW', '15W', '1,L')),
    field(1, 12, 'jan', 'Feb', 'MAR', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'),
    fc.oneof(field(0, 6, 'sun', 'Mon', 'TUE'), fc.constantFrom('7', '5-7', 'fri-sun', 'FRI#2', '5L', '+MON')),
  )
  .map(([seconds, ...rest]) => [...seconds, ...rest].join(' '));

const noise = fc.oneof(
  fc.stringMatching(/^[0-9*,/?#LWa-z+-]{1,7}$/),
  fc.constantFrom(
    '7',
    '0-7',
    '1-7/7',
    '*/61',
    '*/32',
    '*/13',
    '*/8',
    '5/10',
    '5-1',
    '1,,2',
    '*,5',
    '1-*',
    '?/5',
    '-1',
    '0',
    'sun',
    'JAN',
    'sun/2',
    'mon-sun',
    'sun-sun',
  ),
);
/** Fields of which many cannot be read. */
export const CRON_NOISE = fc.tuple(CRON_EXPRESSION, fc.nat(7), noise).map(([expression, index, text]) =>
  expression
    .split(' ')
    .with(index % expression.split(' ').length, text)
    .join(' '),
);
