/** SGR (ECMA-48, 8.3.117): the colours and weights a program asks for. Numbers 0 to 15 are the palette's; others are #rrggbb. */

export type AnsiColor = number | string;

export interface AnsiStyle {
  readonly fg?: AnsiColor;
  readonly bg?: AnsiColor;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly inverse?: true;
}

export const PLAIN: AnsiStyle = Object.freeze({});

type Mutable = { -readonly [K in keyof AnsiStyle]: AnsiStyle[K] };

/** The style after `ESC [ <params> m`. Unknown codes change nothing. */
export function applySgr(style: AnsiStyle, params: string): AnsiStyle {
  const codes = params.split(';');
  const next: Mutable = { ...style };
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] ?? '';
    const colon = code.includes(':') ? code.split(':') : undefined;
    const value = Number(colon ? colon[0] : code);
    if (value === 38 || value === 48 || value === 58) {
      const { color, used } = colon ? { color: colonColor(colon), used: 0 } : semicolonColor(codes, i + 1);
      i += used;
      if (color !== undefined && value === 38) next.fg = color;
      if (color !== undefined && value === 48) next.bg = color;
    } else if (value === 4 && colon?.[1] === '0') delete next.underline;
    else applyOne(next, value);
  }
  return next;
}

function applyOne(style: Mutable, code: number): void {
  if (code === 0) for (const key of Object.keys(style) as (keyof AnsiStyle)[]) delete style[key];
  else if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 3) style.italic = true;
  else if (code === 4 || code === 21) style.underline = true;
  else if (code === 7) style.inverse = true;
  else if (code === 9) style.strike = true;
  else if (code === 22) {
    delete style.bold;
    delete style.dim;
  } else if (code === 23) delete style.italic;
  else if (code === 24) delete style.underline;
  else if (code === 27) delete style.inverse;
  else if (code === 29) delete style.strike;
  else if (code >= 30 && code <= 37) style.fg = code - 30;
  else if (code === 39) delete style.fg;
  else if (code >= 40 && code <= 47) style.bg = code - 40;
  else if (code === 49) delete style.bg;
  else if (code >= 90 && code <= 97) style.fg = code - 82;
  else if (code >= 100 && code <= 107) style.bg = code - 92;
}

/** `38;5;n` and `38;2;r;g;b`: the codes after 38, and how many of them were read. */
function semicolonColor(
  codes: readonly string[],
  at: number,
): { color: AnsiColor | undefined; used: number } {
  if (codes[at] === '5') return { color: indexed(codes[at + 1]), used: 2 };
  if (codes[at] === '2') return { color: rgb(codes[at + 1], codes[at + 2], codes[at + 3]), used: 4 };
  return { color: undefined, used: codes.length - at };
}

/** `38:5:n`, `38:2:r:g:b` and `38:2:<space>:r:g:b` (ITU T.416). */
function colonColor(parts: readonly string[]): AnsiColor | undefined {
  if (parts[1] === '5') return indexed(parts[2]);
  if (parts[1] !== '2') return undefined;
  const first = parts.length > 5 ? 3 : 2;
  return rgb(parts[first], parts[first + 1], parts[first + 2]);
}

const LEVELS = [0, 95, 135, 175, 215, 255] as const;

/** xterm's 256 colours: 16 of the palette, a cube of 6×6×6, 24 greys. */
function indexed(text: string | undefined): AnsiColor | undefined {
  const n = byte(text);
  if (n === undefined || n < 16) return n;
  if (n >= 232) return hex(8 + (n - 232) * 10, 8 + (n - 232) * 10, 8 + (n - 232) * 10);
  const cube = n - 16;
  return hex(
    LEVELS[Math.floor(cube / 36)] ?? 0,
    LEVELS[Math.floor(cube / 6) % 6] ?? 0,
    LEVELS[cube % 6] ?? 0,
  );
}

function rgb(r: string | undefined, g: string | undefined, b: string | undefined): string | undefined {
  const [red, green, blue] = [byte(r), byte(g), byte(b)];
  return red === undefined || green === undefined || blue === undefined ? undefined : hex(red, green, blue);
}

function byte(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,3}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= 255 ? value : undefined;
}

function hex(r: number, g: number, b: number): string {
  return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, '0')}`;
}

export function sameStyle(a: AnsiStyle, b: AnsiStyle): boolean {
  return (
    a === b ||
    (a.fg === b.fg &&
      a.bg === b.bg &&
      a.bold === b.bold &&
      a.dim === b.dim &&
      a.italic === b.italic &&
      a.underline === b.underline &&
      a.strike === b.strike &&
      a.inverse === b.inverse)
  );
}
