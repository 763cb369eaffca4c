/** Asked once, in Luka's own window: whether it should start at login. Off until a person says yes, and never asked again. */
import { LogIn } from 'lucide-react';
import { useEffect, useState } from 'react';
import { bridge } from '../../session/host.ts';
import { toast, toastError } from '../../ui/toasts.tsx';

export function LoginCard() {
  const [asks, setAsks] = useState(false);
  useEffect(
    () =>
      void bridge
        ?.invoke('luka:login')
        .then(({ status, asked }) => setAsks(!asked && status === 'not-registered'), toastError),
    [],
  );
  if (!bridge || !asks) return null;
  const answer = (on: boolean): void => {
    setAsks(false);
    if (!on) return void bridge?.invoke('luka:login-asked').catch(toastError);
    bridge?.invoke('luka:set-login', true).then(({ status }) => {
      toast({
        kind: 'done',
        text:
          status === 'requires-approval'
            ? 'Allow it in System Settings, General, Login Items'
            : 'Luka starts when you log in',
      });
    }, toastError);
  };
  return (
    <section
      aria-label="Launch at login"
      className="mb-6 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[7px] border border-line px-3 py-2.5 lg:col-span-2"
    >
      <LogIn size={16} aria-hidden className="shrink-0 text-ink-2" />
      <p className="min-w-[200px] grow basis-0">
        Start Luka when you log in?{' '}
        <span className="text-ink-2">It stays in the menu bar. You can change it in the settings.</span>
      </p>
      <div className="flex shrink-0 gap-2">
        <button type="button" className="btn" onClick={() => answer(false)}>
          No
        </button>
        <button type="button" className="btn btn-primary" onClick={() => answer(true)}>
          Start at login
        </button>
      </div>
    </section>
  );
}
