/** Launch at login where desktops follow the XDG autostart specification: one `.desktop` file of the person's own. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface XdgAutostart {
  isOn(): Promise<boolean>;
  set(on: boolean): Promise<void>;
}

export interface XdgOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** The program and its words, as a start at login runs them. */
  readonly command: readonly string[];
}

export function createXdgAutostart({ env, home, command }: XdgOptions): XdgAutostart {
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config');
  const file = join(config, 'autostart', 'luka.desktop');
  return {
    async isOn() {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      // Desktops switch an entry off by these, and leave the file.
      return text !== undefined && !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text);
    },
    async set(on) {
      if (!on) return rm(file, { force: true });
      await mkdir(dirname(file), { recursive: true });
      const aside = `${file}.${process.pid}.tmp`;
      await writeFile(aside, desktopEntry(command));
      await rename(aside, file);
    },
  };
}

/** https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
export function desktopEntry(command: readonly string[]): string {
  return `[Desktop Entry]\nType=Application\nName=Luka\nExec=${command.map(quoted).join(' ')}\nTerminal=false\n`;
}

function quoted(word: string): string {
  const escaped = word.replaceAll('%', '%%').replaceAll(/["`$\\]/g, (character) => `\\${character}`);
  // The value is a string first, where a backslash is written twice.
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
}
