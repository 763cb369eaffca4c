/** The reports as Markdown. */
import type { Duplicate } from './find-duplicates.ts';
import type { Contradiction } from './find-contradictions.ts';
import type { LinkMap } from './find-links.ts';
import type { WeightedPhrase } from './key-phrases.ts';
import { dayOf, list, place, plain, report } from './markdown.ts';
import type { ChosenSentence } from './summarize.ts';
import type { Period } from './digests.ts';

export interface Named {
  readonly path: string;
  readonly title: string;
  readonly at: number;
}
export type NameOf = (document: number) => Named;

export interface Report {
  /** Of its file. */
  readonly name: string;
  readonly text: string;
}

/** Of each list. */
const MOST = 200;
const FEW = 25;

const INTRO = (now: number): string =>
  `Made by Luka on ${dayOf(now)} from what it has read. Nothing of yours was changed.`;
const named = ({ title, path, at }: Named): string => `${plain(title)} (${dayOf(at)}), ${place(path)}`;

export function duplicatesReport(duplicates: readonly Duplicate[], nameOf: NameOf, now: number): Report {
  const of = (kind: Duplicate['kind']): string | undefined => {
    const lines = duplicates
      .filter((each) => each.kind === kind)
      .map(
        ({ older, newer, why }) =>
          `${named(nameOf(older.id))}\n  ${kind === 'superseded' ? '→' : '='} ${named(nameOf(newer.id))}: ${why}`,
      );
    return lines.length === 0 ? undefined : list(lines, MOST);
  };
  const part = (heading: string, body: string | undefined): string => `## ${heading}\n\n${body ?? 'None.'}`;
  return {
    name: 'duplicates.md',
    text: report('Duplicates and superseded documents', INTRO(now), [
      part('The same words', of('same')),
      part('Superseded, and by what', of('superseded')),
      part('Nearly the same', of('near')),
    ]),
  };
}

export interface Topic {
  readonly phrases: readonly WeightedPhrase[];
  readonly summary: readonly ChosenSentence[];
  readonly documents: readonly number[];
}

export function topicsReport(topics: readonly Topic[], nameOf: NameOf, now: number): Report {
  const parts = topics.map(({ phrases, summary, documents }) =>
    [
      `## ${plain(
        phrases
          .slice(0, 3)
          .map(({ phrase }) => phrase)
          .join(', '),
      )}`,
      `${documents.length} documents. Key phrases: ${phrases.map(({ phrase }) => plain(phrase)).join(', ')}.`,
      quotes(summary, nameOf),
      list(
        documents.map((id) => named(nameOf(id))),
        FEW,
      ),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  return {
    name: 'topics.md',
    text: report(
      'Topics',
      `${INTRO(now)} Sentences are quoted as they stand.`,
      parts.length > 0 ? parts : ['Too few documents for topics.'],
    ),
  };
}

function quotes(sentences: readonly ChosenSentence[], nameOf: NameOf): string {
  return sentences
    .map(({ text, document, line }) => `> ${plain(text)}\n> — ${place(nameOf(document).path, line)}`)
    .join('\n\n');
}

export function linksReport({ edges, broken, orphans }: LinkMap, nameOf: NameOf, now: number): Report {
  const incoming = [...Map.groupBy(edges, ([, to]) => to)].toSorted((a, b) => b[1].length - a[1].length);
  const hubs = incoming.map(([id, from]) => `${named(nameOf(id))}: linked from ${from.length}`);
  const map = [...Map.groupBy(edges, ([from]) => from)].map(
    ([from, to]) =>
      `${plain(nameOf(from).title)} → ${to.map(([, id]) => plain(nameOf(id).title)).join(', ')}`,
  );
  const part = (heading: string, lines: readonly string[]): string =>
    `## ${heading} (${lines.length})\n\n${lines.length === 0 ? 'None.' : list(lines, MOST)}`;
  return {
    name: 'links.md',
    text: report('Links and orphans', INTRO(now), [
      part('Most linked to', hubs),
      part('What links to what', map),
      part(
        'Links that lead nowhere',
        broken.map(({ from, target, line }) => `${place(nameOf(from).path, line)} → ${place(target)}`),
      ),
      part(
        'Orphans: no link leads to them or away from them',
        orphans.map((id) => named(nameOf(id))),
      ),
    ]),
  };
}

export function contradictionsReport(found: readonly Contradiction[], nameOf: NameOf, now: number): Report {
  const parts = found.slice(0, MOST).map(({ subject, claims }) =>
    [
      `## ${plain(subject)}`,
      list(
        claims.map(
          ({ value, quote, document, line, at }) =>
            `**${plain(value)}** (${dayOf(at)}), ${place(nameOf(document).path, line)}: “${plain(quote)}”`,
        ),
        FEW,
      ),
    ].join('\n\n'),
  );
  return {
    name: 'contradictions.md',
    text: report(
      'Contradictions of dates and versions',
      `${INTRO(now)} Documents that name different days or versions of the same thing, the newest document first; some of it may be meant so.`,
      parts.length > 0 ? parts : ['None were found.'],
    ),
  };
}

export interface Digest extends Period {
  readonly phrases: readonly WeightedPhrase[];
  /** By document. */
  readonly sentences: readonly ChosenSentence[];
}

export function digestReport({ name, unit, documents, phrases, sentences }: Digest, nameOf: NameOf): Report {
  const said = new Map(sentences.map((sentence) => [sentence.document, sentence]));
  const lines = documents.map((id) => {
    const sentence = said.get(id);
    return sentence ? `${named(nameOf(id))}\n  > ${plain(sentence.text)}` : named(nameOf(id));
  });
  return {
    name: `digest-${name}.md`,
    text: report(
      `Digest of the ${unit} ${name}`,
      `${documents.length} ${documents.length === 1 ? 'document was' : 'documents were'} written or changed. Made by Luka; sentences are quoted as they stand.`,
      [
        phrases.length === 0
          ? undefined
          : `Key phrases: ${phrases.map(({ phrase }) => plain(phrase)).join(', ')}.`,
        list(lines, 60),
      ],
    ),
  };
}
