/**
 * Test code: writes folders of models of a few KB that are real ones, in ONNX and with a tokenizer of BERT's kind. What they know
 * are a few words and which of them mean the same. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Words that mean the same are on one line, and each line is a number of the vectors. */
const MEANINGS = [
  ['disk', 'drive', 'volume', 'archive', 'archives', 'harvest'],
  ['tomato', 'tomatoes', 'beans', 'plant', 'vegetables', 'garden'],
  ['mail', 'letter', 'post', 'server'],
  ['สำรอง', 'ดิสก์'],
] as const;
const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
const VOCABULARY = [...SPECIAL, ...MEANINGS.flat()];
/** The last number is of every word, so that no vector is all zeros. */
export const TINY_SIZE = MEANINGS.length + 1;

export interface TinyModel {
  /** `hidden`: a vector a token, to be pooled; `sentence`: one a text; `hangs`: a loop without end; `odd`: an input nobody knows. */
  readonly kind?: 'hidden' | 'sentence' | 'hangs' | 'odd' | undefined;
  /** Where the model is in its folder. */
  readonly file?: string | undefined;
  /** Files besides, by their path in the folder; `null` leaves one out. */
  readonly files?: Readonly<Record<string, unknown>> | undefined;
}

export async function writeTinyModel(folder: string, { kind, file, files }: TinyModel = {}): Promise<void> {
  const all: Record<string, unknown> = {
    'config.json': {
      model_type: 'bert',
      hidden_size: TINY_SIZE,
      max_position_embeddings: 64,
      pad_token_id: 0,
    },
    'tokenizer.json': TOKENIZER,
    'tokenizer_config.json': { model_max_length: 64 },
    '1_Pooling/config.json': { word_embedding_dimension: TINY_SIZE, pooling_mode_mean_tokens: true },
    [file ?? 'onnx/model.onnx']: modelBytes(kind ?? 'hidden'),
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    if (content === null) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(join(folder, path), isRaw ? content : JSON.stringify(content));
  }
}

const TOKENIZER = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: SPECIAL.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(VOCABULARY.map((word, id) => [word, id])),
  },
};

function modelBytes(kind: NonNullable<TinyModel['kind']>): Uint8Array {
  const inputs = ['input_ids', 'attention_mask', ...(kind === 'odd' ? ['pixel_values'] : [])];
  const table = VOCABULARY.flatMap((word) => [
    ...MEANINGS.map((words) => ((words as readonly string[]).includes(word) ? 1 : 0)),
    SPECIAL.includes(word) ? 0.001 : 0.01,
  ]);
  const output = kind === 'sentence' ? 'sentence_embedding' : 'last_hidden_state';
  const rows = kind === 'sentence' || kind === 'hangs' ? 'rows' : output;
  const nodes = [node('Gather', ['table', 'input_ids'], [rows])];
  // Over all tokens, those that only fill up among them: what is pooled here is not like what the mask would pool.
  if (kind === 'sentence')
    nodes.push(node('ReduceMean', [rows], [output], [ints('axes', [1]), int('keepdims', 0)]));
  if (kind === 'hangs')
    nodes.push(node('Loop', ['turns', 'true', rows], [output], [graphOf('body', loopBody)]));
  const graph = [
    ...nodes.map((each) => bytes(1, each)),
    text(2, 'tiny'),
    bytes(5, tensor('table', [VOCABULARY.length, TINY_SIZE], 1, new Float32Array(table))),
    ...(kind === 'hangs' ? loopStarts() : []).map((each) => bytes(5, each)),
    ...inputs.map((name) => bytes(11, value(name, 7, ['batch', 'tokens']))),
    bytes(12, value(output, 1, kind === 'sentence' ? ['batch', TINY_SIZE] : ['batch', 'tokens', TINY_SIZE])),
  ];
  return joined([number(1, 8), bytes(7, joined(graph)), bytes(8, number(2, 13))]);
}

const loopStarts = (): Uint8Array[] => [
  tensor('turns', [], 7, new BigInt64Array([2n ** 62n])),
  tensor('true', [], 9, new Uint8Array([1])),
];

/** Says that it goes on, and changes nothing. */
const loopBody = (): Uint8Array =>
  joined([
    bytes(1, node('Identity', ['goes'], ['goes_on'])),
    bytes(1, node('Identity', ['before'], ['after'])),
    text(2, 'body'),
    bytes(11, value('turn', 7, [])),
    bytes(11, value('goes', 9, [])),
    bytes(11, value('before', 1, ['batch', 'tokens', TINY_SIZE])),
    bytes(12, value('goes_on', 9, [])),
    bytes(12, value('after', 1, ['batch', 'tokens', TINY_SIZE])),
  ]);

function node(type: string, from: string[], to: string[], attributes: Uint8Array[] = []): Uint8Array {
  return joined([
    ...from.map((name) => text(1, name)),
    ...to.map((name) => text(2, name)),
    text(4, type),
    ...attributes.map((each) => bytes(5, each)),
  ]);
}

const int = (name: string, of: number) => joined([text(1, name), number(3, of), number(20, 2)]);
const ints = (name: string, of: number[]) =>
  joined([text(1, name), ...of.map((each) => number(8, each)), number(20, 7)]);
const graphOf = (name: string, body: () => Uint8Array) =>
  joined([text(1, name), bytes(6, body()), number(20, 5)]);

function tensor(name: string, dims: number[], type: number, values: ArrayBufferView): Uint8Array {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return joined([...dims.map((dim) => number(1, dim)), number(2, type), text(8, name), bytes(9, raw)]);
}

function value(name: string, type: number, dims: (string | number)[]): Uint8Array {
  const shape = dims.map((dim) => bytes(1, typeof dim === 'string' ? text(2, dim) : number(1, dim)));
  return joined([text(1, name), bytes(2, bytes(1, joined([number(1, type), bytes(2, joined(shape))])))]);
}

/** https://protobuf.dev/programming-guides/encoding/ */
function varint(of: number): Uint8Array {
  const made: number[] = [];
  for (let rest = of; ; rest = Math.floor(rest / 128)) {
    made.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) return Uint8Array.from(made);
  }
}
const number = (field: number, of: number) => joined([varint(field * 8), varint(of)]);
const bytes = (field: number, of: Uint8Array) => joined([varint(field * 8 + 2), varint(of.length), of]);
const text = (field: number, of: string) => bytes(field, new TextEncoder().encode(of));
const joined = (parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
