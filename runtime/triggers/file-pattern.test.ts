import { describe, expect, it } from 'vitest';
import { filePattern } from './file-pattern.ts';

const HOME = '/Users/ice (work)';
const of = (text: string, platform: NodeJS.Platform = 'linux') => filePattern(text, HOME, platform);

describe('the folder that is watched', () => {
  it.each([
    ['~/Downloads/*.pdf', `${HOME}/Downloads`, 1],
    ['~/Downloads/', `${HOME}/Downloads`, 1],
    ['~/notes/today.md', `${HOME}/notes`, 1],
    ['notes/*.md', `${HOME}/notes`, 1],
    ['~/in/*/new/*.csv', `${HOME}/in`, 3],
    ['~/{a,b/c}/*.txt', HOME, 3],
    ['/Volumes/lukadata/**/*.mov', '/Volumes/lukadata', Infinity],
    ['/*.txt', '/', 1],
    ['~/+(a/)b.txt', HOME, Infinity],
    ['**/x', HOME, Infinity],
    ['/srv/a\\*b/x.txt', '/srv/a*b', 1],
  ])('of %s', (text, base, depth) => {
    const pattern = of(text);
    expect(pattern.base).toBe(base);
    expect(pattern.depth).toBe(depth);
  });
});

describe('what matches', () => {
  it.each<[string, string[], string[]]>([
    ['~/in/*.pdf', ['a.pdf', 'ข้อมูล.pdf'], ['a.txt', 'sub/a.pdf', '.a.pdf', 'a.pdf.part']],
    ['~/in/*', ['a', 'a.b'], ['a.swp', '.DS_Store', 'a~', 'x.crdownload', 'x.part', 'x.download', '.hidden']],
    ['~/in/', ['a'], ['a~', 'b/c']],
    ['~/in/*.part', ['x.part'], ['x.download']],
    ['~/in/*~', ['x~'], ['x']],
    ['~/in/.*', ['.env'], ['.DS_Store', 'env']],
    ['~/in/**', ['a', 'b/c'], ['film.download/film.mp4', 'b/.c', 'node_modules/a']],
    ['~/in/{a,b}.txt', ['a.txt', 'b.txt'], ['c.txt']],
    ['~/in/.DS_Store', ['.DS_Store'], []],
    ['~/in/notes.txt~', ['notes.txt~'], ['notes.txt']],
    ['~/in/report (1).pdf', ['report (1).pdf'], ['report (2).pdf']],
    ['~/in (old)/a.pdf', ['in (old)/a.pdf'], ['in (old)/b.pdf']],
    ['~/in/!(x).csv', ['y.csv'], ['x.csv']],
    ['~/in/!x', ['!x'], ['x', 'y']],
  ])('%s', (text, yes, no) => {
    const pattern = of(text);
    expect(yes.filter((path) => !pattern.matches(path))).toEqual([]);
    expect(no.filter((path) => pattern.matches(path))).toEqual([]);
  });

  it('is as the disks of a Mac see it', () => {
    expect(of('~/in/ZOË.PDF', 'darwin').matches('zoe\u0308.pdf')).toBe(true);
    expect(of('~/in/*.pdf', 'darwin').matches('A.PDF')).toBe(true);
    expect(of('~/in/*.pdf').matches('A.PDF')).toBe(false);
  });
});

it('goes into a folder only where what it means can be in it', () => {
  const any = of('~/in/**/*.md');
  expect(
    ['a', 'a/b', '.git', 'a/.cache', 'node_modules', 'x.download'].map((path) => any.enters(path)),
  ).toEqual([true, true, false, false, false, false]);
  expect(of('~/in/**/.config/*').enters('a/.config')).toBe(true);
  expect(of('~/in/*/node_modules/x.js').enters('a/node_modules')).toBe(true);
});
