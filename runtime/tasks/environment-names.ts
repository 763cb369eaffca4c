/**
 * How values reach a shell line: as environment variables, never pasted into its text. One place decides the names,
 * so that the executor that sets them and the finding that recommends them agree.
 */

/** `PARAM_<NAME>`: the variable that carries a parameter. */
export function paramVariable(name: string): string {
  return `PARAM_${upper(name)}`;
}

/** `OUT_<STEP>_<KEY>`: the variable that carries an output of an earlier step. */
export function outputVariable(step: string, key: string): string {
  return `OUT_${upper(step)}_${upper(key)}`;
}

function upper(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
