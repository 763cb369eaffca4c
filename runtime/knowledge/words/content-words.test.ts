import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentWords, stem } from './content-words.ts';
import { matchExpressions } from './match-expression.ts';

describe('stems', () => {
  it.each([
    ['backups', 'backup'],
    ['running', 'run'],
    ['failed', 'fail'],
    ['failing', 'fail'],
    ['entries', stem('entry')],
    ['caused', stem('causes')],
    ['stopped', 'stop'],
    ['status', 'status'],
    ['process', 'process'],
  ])('%s is %s', (word, base) => expect(stem(word)).toBe(base));
});

it('knows the words of Thai, mixed with others', () => {
  const words = contentWords('สำรองข้อมูลด้วย backup.sh ทุกคืน');
  expect(words).toContain('backup');
  expect(words).toContain('ข้อมูล');
  expect(words).not.toContain('ด้วย');
});

it('whatever is asked is a valid search of both indexes', () => {
  const db = new DatabaseSync(':memory:');
  db.exec(
    "create virtual table w using fts5(t, tokenize='unicode61 remove_diacritics 2'); create virtual table g using fts5(t, tokenize='trigram')",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'binary' }),
        fc.constantFrom('"', 'a AND', 'NEAR(', 'ก็"*'),
      ),
      (text) => {
        const { words, grams } = matchExpressions(text);
        if (words.length > 0) db.prepare('select rowid from w where w match ?').all(words.join(' OR '));
        if (grams.length > 0) db.prepare('select rowid from g where g match ?').all(grams.join(' OR '));
      },
    ),
  );
});

it('finds every form of a word by each of its forms', () => {
  const db = new DatabaseSync(':memory:');
  db.exec("create virtual table w using fts5(t, tokenize='unicode61 remove_diacritics 2')");
  const forms = [
    ['entry', 'entries'],
    ['backup', 'backups'],
    ['stop', 'stopped', 'stopping', 'stops'],
    ['cause', 'caused', 'causes'],
  ];
  for (const [at, group] of forms.entries())
    for (const form of group) db.prepare('insert into w values (?)').run(`${at} ${form}`);
  for (const [at, group] of forms.entries())
    for (const form of group) {
      const found = db
        .prepare('select t from w where w match ?')
        .all(matchExpressions(form).words.join(' OR ')) as { t: string }[];
      expect(found.filter(({ t }) => t.startsWith(`${at} `))).toHaveLength(group.length);
    }
});
