/** What documents and memories have to say to a question. */
import { PERSON } from '#shared/nouns/role.ts';
import type { Passage, Retriever } from '../retriever.ts';
import { searchText } from './question-terms.ts';
import { contentWords } from '../words/content-words.ts';
import type { MemoryBook } from '../memory/memory-book.ts';
import type { FoundMemories } from '../memory/jobs.ts';
import type { Evidence, Retrieved } from './evidence.ts';
import { Feedback } from './feedback.ts';

export interface RetrieveOptions {
  readonly retriever: Retriever;
  readonly memories: Pick<MemoryBook, 'find'>;
}

const PASSAGES = 12;
/** Copies of a document have the same passages: twice as many are looked at, and each is read once. */
const HITS = 24;
const MEMORIES = 4;

/** @throws LukaError knowledge_unavailable */
export async function retrieve(
  question: string,
  { retriever, memories }: RetrieveOptions,
): Promise<Retrieved> {
  const [found, kept] = await Promise.all([
    retriever.recall({ q: searchText(question) || question, limit: HITS }),
    memories.find({ q: question, limit: MEMORIES }),
  ]);
  // Memories come from the ledger itself, as they are this moment.
  const chunks = found.hits.filter(({ citation }) => citation.kind !== 'memory').map(({ chunk }) => chunk);
  const passages = withoutCopies(await retriever.passages(chunks)).slice(0, PASSAGES);
  const documents = passages.map(({ citation, text }, at): Evidence => ({
    title: citation.title,
    headings: citation.headings,
    text,
    firstLine: citation.line,
    lastLine: citation.lastLine,
    citation,
    rank: 1 / (1 + at),
  }));
  const remembered = kept.memories.flatMap((memory) => evidenceOf(memory) ?? []);
  // Another form of the same word is no correction.
  const corrected = found.corrected.filter(
    ({ from, to }) => contentWords(from).join() !== contentWords(to).join(),
  );
  return { evidence: [...documents, ...remembered], method: found.method, corrected };
}

function withoutCopies(passages: readonly Passage[]): Passage[] {
  const texts = new Set<string>();
  return passages.filter(({ text }) => !texts.has(text) && texts.add(text));
}

/** Of a word on an answer only what the person said to it: the answer itself says nothing that its sources do not say better. */
function evidenceOf(memory: FoundMemories['memories'][number]): Evidence | undefined {
  const feedback = Feedback.safeParse(memory.meta).data;
  if (feedback && feedback.note === undefined) return undefined;
  const text = feedback?.note ?? memory.text;
  return {
    title: `${memory.kind} ${memory.id}${memory.by === PERSON.name ? '' : `, by ${memory.by}`}`,
    headings: feedback ? [feedback.question] : [],
    text,
    firstLine: 1,
    lastLine: text.split('\n').length,
    memory: memory.id,
    rank: memory.score,
  };
}
