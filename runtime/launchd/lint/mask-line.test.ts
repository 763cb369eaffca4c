import { describe, expect, it } from 'vitest';
import { maskLine } from './secrets.ts';

describe('a line that a program wrote', () => {
  it.each([
    ['password=hunter2', 'password=•••'],
    ['DB_PASSWORD: "correct horse"', 'DB_PASSWORD: "•••"'],
    ['{"api_key": "abc123", "user": "ada"}', '{"api_key": "•••", "user": "ada"}'],
    ['Authorization: Bearer abcdefgh12345', 'Authorization: Bearer •••'],
    ['cloning https://ada:s3cret@git.example/x.git', 'cloning https://ada:•••@git.example/x.git'],
    ['token ghp_0123456789abcdefghij0123456789', 'token •••'],
  ])('%s is told as %s', (line, masked) => {
    expect(maskLine(line)).toBe(masked);
  });

  it.each([
    'copied 12 files to /Volumes/hd2',
    'tokens: read from /etc/keys',
    'DB_PASSWORD=$DB_PASSWORD',
    'the author=ada wrote it',
    '',
  ])('%j stays as it is', (line) => {
    expect(maskLine(line)).toBe(line);
  });
});
