import { expect, it } from 'vitest';
import { keepAwakeOf } from '#shared/nouns/keep-awake.ts';
import { parseTask } from './parse-task.ts';

function read(field: string) {
  const { findings, definition } = parseTask(`title: x\n${field}\nsteps: [{run: x}]\n`, 'x.yaml');
  return {
    said: findings.map(({ line, column, message, remedy }) => `${line}:${column} ${message}; ${remedy}`),
    keepAwake: definition && keepAwakeOf(definition),
  };
}

it.each([
  ['keepAwake: while-running', 'while-running'],
  ['keepAwake: no', 'no'],
  ['keepAwake: false', 'no'],
  ['keepAwake: until-done-within 2h', { untilDoneWithin: 7_200_000 }],
  ['keepAwake: { untilDoneWithin: 90m }', { untilDoneWithin: 5_400_000 }],
  ['', 'while-running'],
  ['service: {}', 'no'],
  ['service: {}\nkeepAwake: while-running', 'while-running'],
])('a task may say %j', (field, keepAwake) => {
  expect(read(field)).toEqual({ said: [], keepAwake });
});

it.each([
  [
    'keepAwake: whilerunning',
    '2:12 keepAwake: cannot be "whilerunning"; write while-running, no, or until-done-within and a length: "until-done-within 2h"',
  ],
  [
    'keepAwake: until-done-within soon',
    '2:12 keepAwake: cannot be "until-done-within soon"; write while-running, no, or until-done-within and a length: "until-done-within 2h"',
  ],
  [
    'keepAwake: { untilDoneWithn: 2h }',
    '2:14 keepAwake has no field "untilDoneWithn"; did you mean "untilDoneWithin"? it may have untilDoneWithin',
  ],
  [
    'keep_awake: no',
    '2:1 a task has no field "keep_awake"; call it "keepAwake": while-running, no, or "until-done-within 2h"',
  ],
])('%j is told with its place', (field, said) => {
  const found = read(field);
  expect(found.said).toHaveLength(1);
  expect(found.said[0]).toContain(said.split('; ')[0]);
});
