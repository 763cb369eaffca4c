import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markHits } from './highlight.ts';

const plain = (text: string) => ({ text, style: {} });
const red = (text: string) => ({ text, style: { fg: 1 } });

describe('markHits', () => {
  it('marks hits without regard to case, across colours', () => {
    const marked = markHits([plain('an Er'), red('ror, error')], 'ERROR');
    expect(marked.map((span) => [span.text, span.hit])).toEqual([
      ['an ', false],
      ['Er', true],
      ['ror', true],
      [', ', false],
      ['error', true],
    ]);
    expect(marked[2]?.style).toEqual({ fg: 1 });
  });
  it('keeps indexes true beside letters that grow in lower case', () => {
    expect(markHits([plain('İİ needle')], 'needle').map((span) => span.text)).toEqual(['İİ ', 'needle']);
  });
  it('loses nothing, whatever is sought', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), fc.string({ maxLength: 3 }), (texts, query) => {
        const spans = texts.map(plain);
        const marked = markHits(spans, query);
        expect(marked.map((span) => span.text).join('')).toBe(texts.join(''));
        const hits = marked
          .filter((span) => span.hit)
          .map((span) => span.text)
          .join('');
        if (query !== '') expect(hits.length % query.length).toBe(0);
        else expect(hits).toBe('');
      }),
    );
  });
});
