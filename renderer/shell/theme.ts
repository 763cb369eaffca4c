/** The chosen theme: a setting of Luka's, with a copy in this browser so that the first paint is right. */
import type { Settings } from '#shared/nouns/settings.ts';

export type Theme = Settings['theme'];
const KEY = 'luka.theme';

/** Shows a theme and remembers it for the next first paint (public/theme.js reads it). */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
    localStorage.removeItem(KEY);
  } else {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(KEY, theme);
  }
}

export function shownTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}
