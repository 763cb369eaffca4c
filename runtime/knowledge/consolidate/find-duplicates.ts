/** Pairs of documents that say nearly the same, and which of the two stands in place of the other. */
import { bandsOf, likeness, type Signature } from '../likeness/min-hash.ts';
import { nameVersionOf } from './name-version.ts';

export interface Comparable {
  readonly id: number;
  readonly path: string;
  /** ms since 1970. */
  readonly at: number;
  readonly signature: Signature;
}

export interface Duplicate<Document extends Comparable = Comparable> {
  readonly kind: 'same' | 'near' | 'superseded';
  readonly older: Document;
  readonly newer: Document;
  /** 0 to 1. */
  readonly likeness: number;
  readonly why: string;
}

/** The estimate is wrong by a few hundredths. */
const SAME = 0.99;
const NEAR = 0.8;
/** Where the names say that they are versions of one thing, less will do. */
const VERSIONS = 0.3;
/** A bucket with more is a template: each with each would take for ever and say little. */
const MOST_IN_BUCKET = 40;

/** @returns the most alike first */
export function findDuplicates<Document extends Comparable>(
  documents: readonly Document[],
): Duplicate<Document>[] {
  const versions = new Map(documents.map(({ id, path }) => [id, nameVersionOf(path)]));
  const pairs = new Map<string, Duplicate<Document>>();
  const compare = (a: Document, b: Document): void => {
    const key = a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
    if (a.id === b.id || pairs.has(key)) return;
    const alike = likeness(a.signature, b.signature);
    const [one, other] = [versions.get(a.id)!, versions.get(b.id)!];
    const areVersions = one.stem === other.stem;
    if (alike < (areVersions ? VERSIONS : NEAR)) return;
    const order = (areVersions && one.rank - other.rank) || a.at - b.at || a.id - b.id;
    const [older, newer] = order <= 0 ? [a, b] : [b, a];
    pairs.set(key, {
      older,
      newer,
      likeness: alike,
      ...verdict(alike, areVersions, one.rank !== other.rank),
    });
  };
  for (const bucket of bucketsOf(documents, versions))
    for (const [at, one] of bucket.entries()) for (const other of bucket.slice(at + 1)) compare(one, other);
  return [...pairs.values()].toSorted((a, b) => b.likeness - a.likeness || a.older.id - b.older.id);
}

function verdict(alike: number, areVersions: boolean, isNamedSo: boolean): Pick<Duplicate, 'kind' | 'why'> {
  if (alike >= SAME && !(areVersions && isNamedSo)) return { kind: 'same', why: 'nearly all the same words' };
  const part = `${Math.round(alike * 100)} % alike`;
  if (areVersions)
    return {
      kind: 'superseded',
      why: `${part}, and ${isNamedSo ? 'the names say which is later' : 'called alike, the newer one later'}`,
    };
  return { kind: 'near', why: part };
}

/** Those that are worth comparing: of one bucket of their signatures, or with names that differ by a version. */
function bucketsOf<Document extends Comparable>(
  documents: readonly Document[],
  versions: ReadonlyMap<number, { readonly stem: string }>,
): Document[][] {
  const buckets = new Map<string, Document[]>();
  const put = (key: string, document: Document): void => {
    const bucket = buckets.get(key);
    if (bucket) bucket.push(document);
    else buckets.set(key, [document]);
  };
  for (const document of documents) {
    for (const band of bandsOf(document.signature)) put(band, document);
    put(`name ${versions.get(document.id)!.stem}`, document);
  }
  // The newest of a template, so that what is compared does not depend on the order of reading.
  return [...buckets.values()]
    .filter(({ length }) => length > 1)
    .map((bucket) => bucket.toSorted((a, b) => b.at - a.at || b.id - a.id).slice(0, MOST_IN_BUCKET));
}
