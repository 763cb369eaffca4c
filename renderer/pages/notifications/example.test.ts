import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { NotifyFile } from '#shared/nouns/notify.ts';
import { NOTIFY_EXAMPLE } from './example.ts';

it('is a file that Luka takes, and its channels are all named', () => {
  const { channels, routes, default: rest } = NotifyFile.parse(parse(NOTIFY_EXAMPLE));
  const names = Object.keys(channels ?? {});
  expect(
    [...(routes ?? []).flatMap(({ to }) => to), ...(rest ?? [])].every((name) => names.includes(name)),
  ).toBe(true);
});
