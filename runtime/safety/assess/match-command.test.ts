import { describe, expect, it } from 'vitest';
import { matchesCommand } from './match-command.ts';

const words = (line: string) => line.split(' ').map((text) => ({ text, known: !text.startsWith('?') }));

describe('a command pattern', () => {
  it.each([
    ['git push', 'git push'],
    ['git push', 'git push -f origin main'],
    ['git push', '/usr/bin/git -C x push'],
    ['git push', 'git -c a=b --git-dir=x push'],
    ['git push', 'GIT push'],
    ['git push --force', 'git push origin --force'],
    ['rm', 'rm'],
    ['rm', '/bin/rm -rf x'],
    ['rm -rf', 'rm -fr x'],
    ['rm -rf', 'rm -r -v -f x'],
    ['npm run *', 'npm run build'],
    ['npm run build*', 'npm --prefix x run build:all'],
    ['docker run', 'docker --context x run alpine'],
    ['/opt/x/tool', '/opt/x/tool a'],
  ])('%s matches %s', (pattern, line) => {
    expect(matchesCommand(pattern, words(line))).toBe(true);
  });

  it.each([
    ['git push', 'git pull'],
    ['git push', 'git commit -m push'],
    ['git push', 'git commit push'],
    ['git status', 'git -x push status'],
    ['git push', 'git'],
    ['rm', 'rmdir x'],
    ['rm -rf', 'rm -f x'],
    ['git push --force', 'git push'],
    ['/opt/x/tool', 'tool a'],
    ['npm run build', 'npm run build:all'],
    ['', 'rm'],
  ])('%s does not match %s', (pattern, line) => {
    expect(matchesCommand(pattern, words(line))).toBe(false);
  });

  it('takes what is not known for the worst only where it is told to', () => {
    expect(matchesCommand('git push', words('git ?x'))).toBe(false);
    expect(matchesCommand('git push', words('git ?x'), true)).toBe(true);
    expect(matchesCommand('rm', words('?program x'))).toBe(false);
    expect(matchesCommand('rm', words('?program x'), true)).toBe(true);
    expect(matchesCommand('git push', [])).toBe(false);
  });
});
