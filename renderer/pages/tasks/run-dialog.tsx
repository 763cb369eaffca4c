import { useState, type FormEvent } from 'react';
import type { Param } from '#shared/nouns/param.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { Task } from '#shared/nouns/task.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { startTask } from '../../live/actions.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { initialFields, readFields } from './param-fields.ts';
import { Problem } from '../../ui/problem.tsx';

export function RunDialog({
  task,
  onClose,
  onStarted,
}: {
  task: Task;
  onClose: () => void;
  onStarted: (run: RunSummary) => void;
}) {
  const params = task.definition?.params ?? {};
  const [fields, setFields] = useState(() => initialFields(params));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readFields(params, fields);
    setProblems(read.problems);
    if (Object.keys(read.problems).length > 0) return;
    setBusy(true);
    try {
      onStarted(await startTask(task, read.values));
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Run ${task.title}`} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        {Object.entries(params).map(([name, param]) => (
          <ParamField
            key={name}
            name={name}
            param={param}
            value={fields[name] ?? ''}
            problem={problems[name]}
            onChange={(value) => setFields({ ...fields, [name]: value })}
          />
        ))}
        {error ? <Problem error={error} /> : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            Run
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function ParamField({
  name,
  param,
  value,
  problem,
  onChange,
}: {
  name: string;
  param: Param;
  value: string | boolean;
  problem: string | undefined;
  onChange: (value: string | boolean) => void;
}) {
  const hint = param.description;
  const required = param.required === true && param.default === undefined;
  if (param.type === 'boolean') {
    return (
      <div className="mb-3">
        <label className="flex items-center gap-2 font-medium">
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          {name}
        </label>
        {hint ? <p className="ml-[21px] text-sm text-ink-3">{hint}</p> : null}
      </div>
    );
  }
  const text = String(value);
  const bounds =
    'min' in param || 'max' in param
      ? [param.min, param.max].map((bound) => bound ?? '…').join(' to ')
      : undefined;
  return (
    <FormField label={required ? `${name} (needed)` : name} hint={hint ?? bounds} problem={problem}>
      {(ids) =>
        param.type === 'choice' ? (
          <select {...ids} className="field" value={text} onChange={(event) => onChange(event.target.value)}>
            {required ? null : <option value="">(default)</option>}
            {param.options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        ) : (
          <input
            {...ids}
            className="field"
            inputMode={param.type === 'string' ? 'text' : 'decimal'}
            autoComplete="off"
            spellCheck={false}
            required={required}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </FormField>
  );
}
