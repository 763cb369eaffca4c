/** Where Luka's own files are: beside the sources, or beside the bundle that the build makes. */
import { fileURLToPath } from 'node:url';

function place(source: string, built: string, from: string): string {
  return fileURLToPath(new URL(from.endsWith('.ts') ? source : built, from));
}

/** The built UI. @param from URL of a file of this room, or of the bundle */
export function uiFolder(from: string = import.meta.url): string {
  return place('../../dist/renderer', '../renderer', from);
}

/** The sample tasks of a new home. */
export function samplesFolder(from: string = import.meta.url): string {
  return place('../../assets/samples', './samples', from);
}

/** The prompts that come with Luka. */
export function promptsFolder(from: string = import.meta.url): string {
  return place('../../assets/prompts', './prompts', from);
}

/** What runs models in ONNX, as WebAssembly. @param from URL of a file of this room, or of the bundle */
export function onnxRuntime(from: string = import.meta.url): string {
  if (!from.endsWith('.ts')) return fileURLToPath(new URL('./onnx/ort-wasm-simd-threaded.wasm', from));
  return fileURLToPath(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
}
