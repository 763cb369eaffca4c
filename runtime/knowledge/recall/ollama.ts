/** Ollama on this machine as an embedder. Nothing it answers is believed; nothing is ever downloaded. https://github.com/ollama/ollama/blob/main/docs/api.md */
import { z } from 'zod';
import type { Embedder } from './embedder.ts';

export const OLLAMA_URL = 'http://127.0.0.1:11434';
const FIND_MS = 1_000;
/** Of an answer; more than a batch of the largest models makes. */
const MOST_BYTES = 32 * 1_048_576;
/** Names of models that make vectors; asking another to do it loads gigabytes for bad ones. */
const EMBEDS = /embed|minilm|bge|\be5\b|gte|arctic|paraphrase|mpnet|labse/i;
/** Those that know Thai come first. */
const MULTILINGUAL = /m3|multilingual|gemma|qwen|labse|v2-moe|embed-text-v2/i;

const Tags = z.object({ models: z.array(z.object({ name: z.string().min(1).max(300) })).max(10_000) });
const Embeddings = z.object({ embeddings: z.array(z.array(z.number()).min(2).max(16_384)) });

/** @returns undefined where there is no Ollama, or none of its models makes vectors */
export async function findOllama(baseUrl: string = OLLAMA_URL): Promise<Embedder | undefined> {
  const tags = await ask(`${baseUrl}/api/tags`, undefined, AbortSignal.timeout(FIND_MS))
    .then((answer) => Tags.parse(answer))
    .catch(() => undefined);
  const fit = tags?.models.map(({ name }) => name).filter((name) => EMBEDS.test(name)) ?? [];
  const name = fit.find((each) => MULTILINGUAL.test(each)) ?? fit[0];
  return name === undefined ? undefined : createOllamaEmbedder(baseUrl, name);
}

export function createOllamaEmbedder(baseUrl: string, name: string): Embedder {
  return {
    method: 'ollama',
    model: `ollama:${name}`,
    async embed(texts, signal) {
      const answer = Embeddings.parse(
        await ask(`${baseUrl}/api/embed`, { model: name, input: texts, truncate: true }, signal),
      );
      const vectors = answer.embeddings.map((numbers) => Float32Array.from(numbers));
      const fault = faultOf(vectors, texts.length);
      if (fault !== undefined) throw new Error(`Ollama answered ${fault}`);
      return vectors;
    },
  };
}

function faultOf(vectors: readonly Float32Array[], wanted: number): string | undefined {
  if (vectors.length !== wanted) return `${vectors.length} vectors for ${wanted} texts`;
  if (vectors.some(({ length }) => length !== vectors[0]!.length)) return 'vectors of different sizes';
  if (vectors.some((vector) => !vector.every(Number.isFinite))) return 'numbers that are none';
  if (vectors.some((vector) => vector.every((value) => value === 0))) return 'a vector of zeros';
  return undefined;
}

async function ask(url: string, body: unknown, signal: AbortSignal): Promise<unknown> {
  const answer = await fetch(url, {
    signal,
    // Whoever redirects wants the text to go elsewhere.
    redirect: 'error',
    ...(body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (!answer.ok || !answer.body) {
    await answer.body?.cancel();
    throw new Error(`Ollama answered ${answer.status}`);
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) throw new Error(`Ollama answered more than ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
}
