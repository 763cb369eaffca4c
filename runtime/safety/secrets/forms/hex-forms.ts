export function hexForms(value: Buffer): Buffer[] {
  const text = value.toString('hex');
  return [Buffer.from(text, 'latin1'), Buffer.from(text.toUpperCase(), 'latin1')];
}
