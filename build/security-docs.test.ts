import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);
const text = readFileSync(at('docs/security.md'), 'utf8');
const rows = [...text.matchAll(/^\| (\d+) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, number, item, , held]) => ({ number: Number(number), item: item!, held: held! }),
);

describe('the security document', () => {
  it('has every item of the checklist once', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
  it.each(rows)('names what holds $number, $item', ({ held }) => {
    const named = [...held.matchAll(/`([^`]+)`: "([^"]+)"/g)].map(([, file, title]) => ({
      file: file!,
      title: title!,
    }));
    expect(named.length).toBeGreaterThan(0);
    const isHeld = ({ file, title }: { file: string; title: string }): boolean =>
      existsSync(at(file)) && readFileSync(at(file), 'utf8').replaceAll("\\'", "'").includes(title);
    expect(named.filter((one) => !isHeld(one))).toEqual([]);
  });
  it('names only files that there are', () => {
    const files = [...text.matchAll(/`((?:electron|e2e|build|shared|docs)\/[\w./-]+\.\w+)`/g)].map(
      ([, file]) => file!,
    );
    expect(files.filter((file) => !existsSync(at(file)))).toEqual([]);
  });
});
