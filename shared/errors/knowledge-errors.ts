/** Errors of knowledge, memory and the assistant. */
import type { ErrorEntry } from './error-entry.ts';
import { EXIT } from './exit-codes.ts';

export const KNOWLEDGE_ERRORS = {
  source_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such source',
    remedy: 'see `luka knowledge sources`',
  },
  source_exists: {
    http: 409,
    exit: EXIT.dataError,
    message: 'the folder is a source already',
    remedy: 'see `luka knowledge sources`',
  },
  source_invalid: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the folder cannot be a source',
    remedy: 'name an absolute path of a folder that is there and may be read',
  },
  document_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such document',
    remedy: 'search again: it may have been read anew or removed',
  },
  knowledge_unavailable: {
    http: 503,
    exit: EXIT.tempFail,
    message: 'the index of knowledge cannot be asked now',
    remedy: 'ask again in a moment, and see `luka knowledge status`',
  },
  model_folder_invalid: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the folder holds no model of embeddings that can be used',
    remedy: 'name a folder with config.json, tokenizer.json and onnx/model.onnx',
  },
  questions_invalid: {
    http: 422,
    exit: EXIT.dataError,
    message: 'the folder has no questions that can be read',
    remedy: 'see `luka knowledge eval --help` for their form',
  },
  memory_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such memory',
    remedy: 'see `luka recall`',
  },
  conversation_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such conversation',
    remedy: 'ask without one to begin anew',
  },
  answer_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such answer',
    remedy: 'ask again',
  },
  prompt_unknown: {
    http: 404,
    exit: EXIT.noInput,
    message: 'there is no such prompt',
    remedy: 'see `luka prompt list`',
  },
} as const satisfies Record<string, ErrorEntry>;
