import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bandsOf, likeness, shinglesOf, signatureOf } from './min-hash.ts';

const words = (count: number, seed: number) =>
  Array.from({ length: count }, (_, at) => `w${(at * 7919 + seed * 104_729) % 100_003}`);

function jaccard(a: string, b: string): number {
  const [one, other] = [shinglesOf(a), shinglesOf(b)];
  return one.intersection(other).size / one.union(other).size;
}

it('estimates the likeness of texts within a few hundredths', () => {
  const errors: number[] = [];
  for (let changed = 0; changed <= 400; changed += 40) {
    const text = words(400, 1);
    const edited = [...text.slice(changed), ...words(changed, 2)];
    const [a, b] = [text.join(' '), edited.join(' ')];
    errors.push(Math.abs(likeness(signatureOf(a)!, signatureOf(b)!) - jaccard(a, b)));
  }
  expect(Math.max(...errors)).toBeLessThan(0.15);
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.05);
});

it('is 1 for the same words, whatever stands between them, and does not fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const signature = signatureOf(text);
      const loud = signatureOf(text.toLowerCase().replaceAll(' ', ' ,, '));
      expect(signature === undefined).toBe(loud === undefined);
      if (signature && loud) expect(likeness(signature, loud)).toBe(1);
    }),
  );
});

it('near-duplicates meet in a bucket, strangers do not', () => {
  const text = words(300, 1);
  const near = signatureOf([...text.slice(0, 290), ...words(10, 3)].join(' '))!;
  const far = signatureOf(words(300, 9).join(' '))!;
  const own = new Set(bandsOf(signatureOf(text.join(' '))!));
  expect(bandsOf(near).some((band) => own.has(band))).toBe(true);
  expect(bandsOf(far).some((band) => own.has(band))).toBe(false);
});

it('knows Thai, which has no spaces', () => {
  const text = 'สำรองข้อมูลทุกคืนเวลาสามนาฬิกาไปยังดิสก์ภายนอก';
  expect(likeness(signatureOf(text)!, signatureOf(`${text} แล้ว`)!)).toBeGreaterThan(0.7);
});
