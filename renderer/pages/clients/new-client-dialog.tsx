import { useState, type FormEvent } from 'react';
import type { Role, Scope } from '#shared/nouns/role.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { machineNow, useMachineClock } from '../../live/machine-clock.ts';
import { client } from '../../session/session.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ROLE_MAY, ROLE_WORDS, SCOPE_WORDS } from '../../words/role.ts';
import { addDays, dayOf } from '../../words/zone.ts';
import { EXPIRIES, expiryAt, nameProblem, type Expiry } from './client-state.ts';

const ROLES = Object.entries(ROLE_WORDS) as [Role, { name: string; means: string }][];

export function NewClientDialog({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const [made, setMade] = useState<{ name: string; token: string }>();
  return made ? (
    <TokenDialog {...made} onClose={onClose} />
  ) : (
    <FormDialog
      onClose={onClose}
      onMade={(next) => {
        setMade(next);
        onMade();
      }}
    />
  );
}

function FormDialog({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (made: { name: string; token: string }) => void;
}) {
  const tz = useMachineClock((state) => state.tz);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('codex');
  const [left, setLeft] = useState<ReadonlySet<Scope>>(new Set());
  const [expiry, setExpiry] = useState<Expiry>('90');
  const [day, setDay] = useState(() => addDays(dayOf(machineNow(), tz), 7));
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const may = ROLE_MAY[role];
  const scopes = may.filter((scope) => !left.has(scope));
  const ends = expiryAt(expiry, { now: machineNow(), tz, day });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setError(undefined);
    if (nameProblem(name) !== undefined || scopes.length === 0 || 'problem' in ends) return;
    setBusy(true);
    try {
      const { token } = await client.createClient({
        body: { name, role, scopes: [...scopes], ...(ends.at === undefined ? {} : { expiresAt: ends.at }) },
      });
      onMade({ name, token });
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title="New client" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <FormField
          label="Name"
          hint="What it does is told under this name."
          problem={tried ? nameProblem(name) : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              className="field"
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </FormField>
        <FormField label="Role" hint={ROLE_WORDS[role].means}>
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={role}
              onChange={(event) => {
                setRole(event.target.value as Role);
                setLeft(new Set());
              }}
            >
              {ROLES.map(([value, words]) => (
                <option key={value} value={value}>
                  {words.name}
                </option>
              ))}
            </select>
          )}
        </FormField>
        <fieldset className="mb-3 flex flex-col gap-1.5" aria-describedby="scopes-below">
          <legend className="mb-1 text-sm font-medium">It may</legend>
          {may.map((scope) => (
            <label key={scope} className="flex items-baseline gap-2">
              <input
                type="checkbox"
                className="self-center"
                checked={!left.has(scope)}
                onChange={() => {
                  const next = new Set(left);
                  if (!next.delete(scope)) next.add(scope);
                  setLeft(next);
                }}
              />
              <span className="grow">{SCOPE_WORDS[scope]}</span>
              <code className="text-ink-3">{scope}</code>
            </label>
          ))}
          <p id="scopes-below" className="text-sm text-failed">
            {tried && scopes.length === 0 ? 'Choose at least one' : ''}
          </p>
        </fieldset>
        <FormField label="Its token ends">
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={expiry}
              onChange={(event) => setExpiry(event.target.value as Expiry)}
            >
              {EXPIRIES.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </FormField>
        {expiry === 'day' ? (
          <FormField
            label="Last day"
            hint={`On a calendar in ${tz}.`}
            problem={tried && 'problem' in ends ? ends.problem : undefined}
          >
            {(ids) => (
              <input
                {...ids}
                type="date"
                className="field"
                value={day}
                onChange={(event) => setDay(event.target.value)}
              />
            )}
          </FormField>
        ) : null}
        {error ? <Problem error={error} /> : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            Make it
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** The one time that a token is seen. It closes by its button only. */
function TokenDialog({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <Dialog title={`The token of ${name}`} onClose={() => undefined}>
      <p className="mb-2 text-ink-2">
        Copy it now. <span className="font-semibold text-ink">It is not shown again</span>, and Luka keeps
        only its hash.
      </p>
      <div className="code-box flex items-start gap-2">
        <code aria-label="Token" className="min-w-0 grow self-center select-all [font-size:inherit]">
          {token}
        </code>
        <CopyButton text={() => token} label="Copy the token" />
      </div>
      <p className="mt-2 text-sm text-ink-3">
        A program sends it as <code>Authorization: Bearer …</code>; the command line reads it from{' '}
        <code>LUKA_TOKEN</code>.
      </p>
      <DialogActions>
        <button type="button" className="btn btn-primary" onClick={onClose}>
          I have it
        </button>
      </DialogActions>
    </Dialog>
  );
}
