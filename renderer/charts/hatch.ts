/** A hatching for a canvas: what is told apart by more than its colour. */
const SIZE = 6;

/** @param ratio device pixels of a CSS pixel */
export function hatch(color: string, ground: string, ratio: number): CanvasPattern | string {
  const size = Math.round(SIZE * ratio);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d');
  if (!context) return color;
  context.fillStyle = ground;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = color;
  context.lineWidth = size / 2.2;
  context.beginPath();
  // Three strokes, so that the corners of the tile meet those of the next.
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}
