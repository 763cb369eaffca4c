/** Plists for tests of the stand-in and of changes. */

/** XML of a job; values are XML elements. */
export function plistOf(keys: Readonly<Record<string, string>>): string {
  const lines = Object.entries(keys).map(([key, value]) => `\t<key>${key}</key>\n\t${value}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${lines.join('')}</dict>
</plist>
`;
}

export function xmlString(text: string): string {
  return `<string>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</string>`;
}

export function xmlArray(...texts: string[]): string {
  return `<array>${texts.map(xmlString).join('')}</array>`;
}
