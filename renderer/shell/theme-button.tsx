import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { client } from '../session/session.ts';
import { useLive } from '../live/store.ts';
import { toastError } from '../ui/toasts.tsx';
import { applyTheme, shownTheme, type Theme } from './theme.ts';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

/** Shows a theme at once and makes it Luka's setting. */
export async function chooseTheme(theme: Theme): Promise<void> {
  applyTheme(theme);
  useLive.setState(({ settings }) => ({ settings: settings && { ...settings, theme } }));
  try {
    useLive.setState({ settings: await client.updateSettings({ body: { theme } }) });
  } catch (error) {
    toastError(error);
  }
}

export function ThemeButton() {
  const chosen = useLive((state) => state.settings?.theme);
  const [local] = useState(shownTheme);
  const theme = chosen ?? local;
  useEffect(() => {
    if (chosen) applyTheme(chosen);
  }, [chosen]);
  const Icon = ICONS[theme];
  return (
    <button
      type="button"
      className="btn btn-plain btn-icon"
      aria-label={`Theme: ${theme}`}
      title={`Theme: ${theme}`}
      onClick={() => void chooseTheme(NEXT[theme])}
    >
      <Icon size={15} aria-hidden />
    </button>
  );
}
