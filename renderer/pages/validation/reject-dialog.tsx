import { useState } from 'react';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FormField } from '../../ui/form-field.tsx';

/** Why a result is not good: a few words help whoever has to mend it. */
export function RejectDialog({
  title,
  onClose,
  onReject,
}: {
  title: string;
  onClose: () => void;
  onReject: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <Dialog title={`Reject the result of ${title}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onReject(reason.trim());
        }}
      >
        <FormField label="Reason (optional)" hint="Kept with the run and in the audit.">
          {(ids) => (
            <input
              {...ids}
              className="field"
              maxLength={2_000}
              autoComplete="off"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </FormField>
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="btn btn-danger-fill">
            Reject
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
