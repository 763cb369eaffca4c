/** One look over all documents, from the index to the reports. Reads them twice rather than keeping them all in memory. */
import { signatureOf, type Signature } from '../likeness/min-hash.ts';
import { Frequencies } from '../recall/frequencies.ts';
import { tfIdfVector } from '../recall/tf-idf.ts';
import type { OpenIndex } from '../retrieve/open-index.ts';
import { cluster } from './cluster.ts';
import { periodsOf } from './digests.ts';
import { claimsOf } from './find-claims.ts';
import { findContradictions, type ClaimOf } from './find-contradictions.ts';
import { findDuplicates, type Comparable, type Duplicate } from './find-duplicates.ts';
import { linksOf, mapLinks, type Link } from './find-links.ts';
import { keyPhrases } from './key-phrases.ts';
import { readDocument, readDocuments, type ReadDocument } from './read-documents.ts';
import { proseOf } from './prose.ts';
import { summarize } from './summarize.ts';
import {
  contradictionsReport,
  digestReport,
  duplicatesReport,
  linksReport,
  topicsReport,
  type Digest,
  type Named,
  type Report,
  type Topic,
} from './write-reports.ts';

export type DuplicateDocument = Comparable & Named;

export interface Consolidated {
  readonly documents: number;
  readonly duplicates: readonly Duplicate<DuplicateDocument>[];
  readonly counts: {
    readonly topics: number;
    readonly links: number;
    readonly brokenLinks: number;
    readonly orphans: number;
    readonly contradictions: number;
  };
  readonly reports: readonly Report[];
}

/** Histories name many versions and mean each. */
const HISTORY = /change-?log|history|release-?notes|news\b/i;
/** Documents of a topic that its words are taken from: the nearest to its middle. */
const SPEAKERS = 30;
/** Of a digest. */
const PHRASES = 10;
const TOLD = 60;
/** Characters of a document that say what it is about. */
const BEGINNING = 20_000;

/** @param now ms since 1970 */
export function consolidate(index: OpenIndex, now: number): Consolidated {
  const facts = readFacts(index);
  const { names, frequencies } = facts;
  const nameOf = (id: number): Named => names.get(id)!;
  const duplicates = findDuplicates(facts.comparable);
  const links = mapLinks(facts.linked, facts.links);
  const contradictions = findContradictions(facts.claims);
  const topics = topicsOf(
    index,
    facts.linked.map(({ id }) => id),
    frequencies,
  );
  const periods = periodsOf(
    [...names].map(([id, { at }]) => ({ id, at })),
    now,
  );
  const digests = periods.map((period) => digestOf(index, period, frequencies));
  return {
    documents: names.size,
    duplicates,
    counts: {
      topics: topics.length,
      links: links.edges.length,
      brokenLinks: links.broken.length,
      orphans: links.orphans.length,
      contradictions: contradictions.length,
    },
    reports: [
      duplicatesReport(duplicates, nameOf, now),
      topicsReport(topics, nameOf, now),
      linksReport(links, nameOf, now),
      contradictionsReport(contradictions, nameOf, now),
      ...digests.map((digest) => digestReport(digest, nameOf)),
    ],
  };
}

/** Duplicates alone, for whoever only asks for these. */
export function duplicatesIn(index: OpenIndex): Duplicate<DuplicateDocument>[] {
  const comparable: DuplicateDocument[] = [];
  for (const document of readDocuments(index)) {
    const signature = signatureOf(document.text);
    if (signature) comparable.push(comparableOf(document, signature));
  }
  return findDuplicates(comparable);
}

function comparableOf({ id, path, title, at }: ReadDocument, signature: Signature): DuplicateDocument {
  return { id, path, title, at, signature };
}

function readFacts(index: OpenIndex) {
  const names = new Map<number, Named>();
  const comparable: DuplicateDocument[] = [];
  const linked: { id: number; path: string; title: string }[] = [];
  const links = new Map<number, Link[]>();
  const claims: ClaimOf[] = [];
  const frequencies = new Frequencies();
  for (const document of readDocuments(index)) {
    const { id, path, title, at, kind, text } = document;
    names.set(id, { path, title, at });
    const signature = signatureOf(text);
    if (signature) comparable.push(comparableOf(document, signature));
    frequencies.add(text.slice(0, BEGINNING));
    if (kind === 'markdown') {
      linked.push({ id, path, title });
      const own = linksOf(text);
      if (own.length > 0) links.set(id, own);
    }
    if (!HISTORY.test(path))
      for (const claim of claimsOf({ title, text })) claims.push({ ...claim, document: id, at });
  }
  return { names, comparable, linked, links, claims, frequencies };
}

function topicsOf(index: OpenIndex, ids: readonly number[], frequencies: Frequencies): Topic[] {
  const vectored = ids.flatMap((id) => {
    const document = readDocument(index, id);
    return document
      ? [{ id, vector: tfIdfVector(`${document.title}\n${document.text.slice(0, BEGINNING)}`, frequencies) }]
      : [];
  });
  return cluster(vectored)
    .map(({ members }) => {
      const documents = members.slice(0, SPEAKERS).flatMap((id) => readDocument(index, id) ?? []);
      const phrases = keyPhrases(
        documents.map(({ text }) => text.slice(0, BEGINNING)),
        frequencies,
        8,
      );
      return { phrases, summary: summarize(documents, phrases, 4), documents: members };
    })
    .filter(({ phrases }) => phrases.length > 0);
}

function digestOf(
  index: OpenIndex,
  period: ReturnType<typeof periodsOf>[number],
  frequencies: Frequencies,
): Digest {
  const documents = period.documents.slice(0, TOLD).flatMap((id) => readDocument(index, id) ?? []);
  const phrases = keyPhrases(
    documents.map(({ text }) => text.slice(0, BEGINNING)),
    frequencies,
    PHRASES,
  );
  const sentences = documents.flatMap((document) => {
    const [best] = summarize([document], phrases, 1);
    const [first] = best ? [] : proseOf(document.text);
    if (best) return [best];
    return first ? [{ ...first, document: document.id }] : [];
  });
  return { ...period, phrases, sentences };
}
