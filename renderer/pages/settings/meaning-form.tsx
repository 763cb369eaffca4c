/** Which model on this machine compares meaning: the folder it is in, and how far its vectors are. */
import { useState, type FormEvent } from 'react';
import type { MeaningModel } from '#shared/nouns/knowledge.ts';
import type { Settings } from '#shared/nouns/settings.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Problem } from '../../ui/problem.tsx';
import { meaningWords } from '../../words/meaning.ts';
import { plainLine } from '../../words/plain.ts';
import { CodeField } from './code-field.tsx';
import { useSaving } from './use-saving.ts';

type Embeddings = Settings['embeddings'];

export function MeaningForm({
  embeddings,
  onSave,
}: {
  embeddings: Embeddings;
  /** Rejects with an ApiError, which is shown here. */
  onSave: (embeddings: Embeddings) => Promise<void>;
}) {
  const [folder, setFolder] = useState(embeddings?.folder ?? '');
  const { value } = useFetched(
    `meaning ${embeddings?.folder ?? ''}`,
    (signal) => client.knowledgeStatus({}, { signal }),
    { follows: 'knowledgeStamp' },
  );
  const { busy, error, save } = useSaving(onSave, (now) => setFolder(now?.folder ?? ''));
  const typed = folder.trim();
  return (
    <form
      aria-label="Model of meaning"
      className="py-2.5"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (typed !== '') void save({ folder: typed });
      }}
    >
      <p className="mb-2 max-w-[64ch] text-sm text-ink-3">
        A search by meaning compares the weight of words, or the embeddings of an Ollama on this machine where
        there is one. It can use a model of sentence embeddings in a folder of yours instead: in ONNX, as
        models are kept on Hugging Face. Nothing is ever downloaded.
      </p>
      <CodeField
        label="Folder"
        hint="With config.json, tokenizer.json and onnx/model.onnx."
        placeholder="/Users/you/models/multilingual-e5-small"
        longest={4_096}
        value={folder}
        onChange={setFolder}
      />
      <State meaning={value?.meaning} />
      {error ? <Problem error={error} className="mb-2" /> : null}
      <div className="flex gap-2">
        <button type="submit" className="btn" disabled={busy || typed === ''}>
          Use this model
        </button>
        {embeddings === null ? null : (
          <button type="button" className="btn btn-danger" disabled={busy} onClick={() => void save(null)}>
            Use none
          </button>
        )}
      </div>
    </form>
  );
}

function State({ meaning }: { meaning: MeaningModel | undefined }) {
  const { text, fault } = meaningWords(meaning);
  return (
    <output className={`mb-2 block [overflow-wrap:anywhere] ${fault ? 'text-failed' : 'text-ink-2'}`}>
      {plainLine(text)}
    </output>
  );
}
